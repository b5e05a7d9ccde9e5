#include <gtest/gtest.h>

#include "core/diffusion/samplers.h"
#include "tests/core/diffusion/reference_run.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento {
namespace {

// Drives one sampler with the network outputs that the reference scheduler was driven with, and
// compares every input the network would have seen, and the end.
void expectStepsAgree(const std::string& name, const Json& entry, const golden::Tensors& file) {
  int calls = 0;
  while (file.has(name + "." + std::to_string(calls) + ".model_output")) ++calls;
  ASSERT_GT(calls, 0);
  const auto tensor = [&](int call, const char* what) {
    return name + "." + std::to_string(call) + "." + what;
  };
  const int steps = [&] {  // from the number of calls
    for (int n = 1; n <= calls; ++n)
      if (static_cast<int>(asReferenceLists(referencePlan(entry, n)).times.size()) == calls)
        return n;
    return 0;
  }();
  ASSERT_GT(steps, 0);
  const double eta = name.ends_with("eta1") ? 1 : 0;
  const SamplingPlan plan = referencePlan(entry, steps, eta);

  int call = 0;
  const Denoise denoise = plan.denoiserFor([&](const torch::Tensor& input, double) {
    file.expectClose(input, tensor(call, "scaled_input"));
    return file[tensor(call++, "model_output")];
  });
  const Noise noise = [&](double, double) { return file[tensor(call - 1, "noise")]; };
  auto x = file[name + ".start"];
  if (keepsVariance(entry)) x = x * std::hypot(1, plan.schedule.sigmas.front());
  x = plan.run(denoise, x, noise, {});
  EXPECT_EQ(call, calls);
  file.expectClose(x, tensor(calls - 1, "prev_sample"));
}

void expectAllStepsAgree(const std::filesystem::path& family) {
  Json samplers = readJsonFile(family / "schedulers.json");
  int compared = 0;
  for (const auto& found : std::filesystem::directory_iterator(family)) {
    const std::string fileName = found.path().filename();
    if (!fileName.starts_with("steps") || !fileName.ends_with(".safetensors")) continue;
    const golden::Tensors file(family, fileName);
    for (const std::string& tensor : file.names()) {
      if (!tensor.ends_with(".start")) continue;
      const std::string name = tensor.substr(0, tensor.rfind('.'));
      SCOPED_TRACE(fileName + " " + name);
      Json entry = samplers.value(name, Json());
      if (entry.is_null()) {  // a v-prediction run of a sampler listed with the first family
        const auto first = golden::family("sd1");
        ASSERT_TRUE(first.has_value());
        entry = readJsonFile(*first / "schedulers.json").at(name);
        entry["config"]["prediction_type"] = "v_prediction";
      }
      expectStepsAgree(name, entry, file);
      ++compared;
    }
  }
  EXPECT_GT(compared, 0);
}

TEST(DiffusionSampler, EveryStepAgreesWithTheReference) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd1");
  expectAllStepsAgree(family);
}

TEST(DiffusionSampler, EveryStepAgreesWithTheReferenceForVelocities) {
  PENTIMENTO_REQUIRE_FAMILY(family, "sd2");
  expectAllStepsAgree(family);
}

// With the exact denoiser of N(0, s²), x0 = x·s²/(s² + sigma²), samples have deviation s: no
// sampler may lose or add noise, whichever schedule it runs on.
class DiffusionSamplerProperty : public testing::TestWithParam<SamplerInfo> {};

TEST_P(DiffusionSamplerProperty, SamplesAGaussian) {
  const double s = 0.7;
  for (const ScheduleInfo& schedule : schedules()) {
    if (GetParam().grid == TimeGrid::Consistency && schedule.kind != ScheduleKind::Checkpoint)
      continue;
    SCOPED_TRACE(schedule.label);
    SchedulerConfig config;
    config.solverEnd = FinalLevel::Clean;
    const int steps = GetParam().grid == TimeGrid::Consistency ? 50 : 500;
    const SamplingPlan plan =
        planSampling(config, {{&GetParam(), schedule.kind}, steps, /*eta=*/0.5});
    torch::manual_seed(3);
    const Denoise denoise = [&](const torch::Tensor& x, double sigma) {
      return x * (s * s / (s * s + sigma * sigma));
    };
    const Noise noise = [](double, double) { return torch::randn({20'000}); };
    const auto start = torch::randn({20'000}) * std::hypot(s, plan.schedule.sigmas.front());
    const auto samples = plan.run(denoise, start, noise, {});
    // LCM denoises fully at every step, which shrinks what is not a point mass.
    if (GetParam().grid == TimeGrid::Consistency) {
      EXPECT_LT(samples.std().item<double>(), s);
    } else {
      EXPECT_NEAR(samples.std().item<double>(), s, 0.02 * s);
    }
    EXPECT_NEAR(samples.mean().item<double>(), 0, 0.01);
  }
}

TEST_P(DiffusionSamplerProperty, ReportsEveryStepOnce) {
  const SamplingPlan plan = planSampling({}, {{&GetParam(), std::nullopt}, 7, 0});
  int next = 0;
  const auto x = torch::ones({2});
  (void)plan.run([](const torch::Tensor& at, double) { return at * 0; }, x,
                 [&](double, double) { return torch::zeros({2}); },
                 [&](const SamplerStep& step) {
                   EXPECT_EQ(step.step, next++);
                   EXPECT_EQ(step.steps, 7);
                   EXPECT_EQ(step.sigma, plan.schedule.sigmas[step.step]);
                 });
  EXPECT_EQ(next, 7);
}

INSTANTIATE_TEST_SUITE_P(Diffusion, DiffusionSamplerProperty, testing::ValuesIn(samplers()),
                         [](const auto& instance) {
                           std::string name(instance.param.label);
                           for (char& c : name) c = c == '+' ? 'p' : c;
                           std::erase(name, ' ');
                           return name;
                         });

}  // namespace
}  // namespace pentimento
