#include "core/diffusion/resampling.h"

#include <gtest/gtest.h>

#include "core/diffusion/samplers.h"

namespace pentimento {
namespace {

// As in sampler_test: with the exact denoiser of N(0, s²), jumps must neither lose nor add noise.
class DiffusionResampling : public testing::TestWithParam<SamplerInfo> {};

TEST_P(DiffusionResampling, SamplesAGaussian) {
  if (GetParam().grid == TimeGrid::Consistency) GTEST_SKIP() << "it denoises fully at every step";
  const double s = 0.7;
  SchedulerConfig config;
  config.solverEnd = FinalLevel::Clean;
  const SamplingPlan plan = planSampling(config, {{&GetParam(), std::nullopt}, 900, 0.5});
  torch::manual_seed(3);
  const Denoise denoise = [&](const torch::Tensor& x, double sigma) {
    return x * (s * s / (s * s + sigma * sigma));
  };
  const Noise noise = [](double, double) { return torch::randn({20'000}); };
  const auto start = torch::randn({20'000}) * std::hypot(s, plan.schedule.sigmas.front());
  int steps = 0;
  const OnStep onStep = [&](const SamplerStep& step) { EXPECT_EQ(step.step, steps++); };
  const auto samples = runResampled(plan, 3, denoise, start, noise, onStep);
  EXPECT_EQ(steps, 3 * (plan.schedule.steps() - 1) + 1);
  EXPECT_NEAR(samples.std().item<double>(), s, 0.03 * s);
  EXPECT_NEAR(samples.mean().item<double>(), 0, 0.02);
}

INSTANTIATE_TEST_SUITE_P(Diffusion, DiffusionResampling, testing::ValuesIn(samplers()),
                         [](const auto& instance) {
                           std::string name(instance.param.label);
                           for (char& c : name) c = c == '+' ? 'p' : c;
                           std::erase(name, ' ');
                           return name;
                         });

}  // namespace
}  // namespace pentimento
