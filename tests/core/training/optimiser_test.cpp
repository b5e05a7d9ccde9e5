// Flat parameters and AdamW against torch's own, parameter by parameter.
#include "core/training/optimiser.h"

#include <gtest/gtest.h>

#include "core/training/flat_parameters.h"

namespace pentimento::training {
namespace {

torch::nn::Sequential smallNetwork() {
  return torch::nn::Sequential(torch::nn::Linear(6, 16), torch::nn::Tanh(),
                               torch::nn::Linear(16, 3));
}

void copyParameters(torch::nn::Module& from, torch::nn::Module& to) {
  torch::NoGradGuard quiet;
  const auto source = from.parameters();
  auto target = to.parameters();
  for (size_t i = 0; i < source.size(); ++i) target[i].copy_(source[i]);
}

TEST(TrainingOptimiser, TakesTheStepsOfTorch) {
  torch::manual_seed(3);
  auto ours = smallNetwork(), theirs = smallNetwork();
  copyParameters(*ours, *theirs);
  FlatParameters flat(*ours, torch::kFloat32);
  OptimiserOptions options;
  options.learningRate = 0.02;
  options.weightDecay = 0.05;
  options.clipNorm = 0.5;
  Optimiser optimiser(flat.master(), options);
  torch::optim::AdamW reference(
      theirs->parameters(),
      torch::optim::AdamWOptions(0.02).betas({0.9, 0.99}).eps(1e-8).weight_decay(0.05));
  for (int step = 0; step < 25; ++step) {
    const auto x = torch::randn({8, 6}), y = torch::randn({8, 3});
    flat.zeroGradients();
    (ours->forward(x) - y).square().mean().backward();
    optimiser.step(flat.master(), flat.gradients(), 1);
    flat.publish(flat.master());

    reference.zero_grad();
    (theirs->forward(x) - y).square().mean().backward();
    torch::nn::utils::clip_grad_norm_(theirs->parameters(), 0.5);
    reference.step();
  }
  const auto a = ours->parameters(), b = theirs->parameters();
  for (size_t i = 0; i < a.size(); ++i)
    EXPECT_TRUE(torch::allclose(a[i], b[i], 1e-4, 1e-5)) << "parameter " << i;
}

TEST(TrainingOptimiser, AverageFollowsTheWeights) {
  auto master = torch::zeros({4});
  OptimiserOptions options;
  options.emaDecay = 0.5;
  Optimiser optimiser(master, options);
  auto expected = torch::zeros({4});
  for (int step = 1; step <= 12; ++step) {
    optimiser.step(master, torch::randn({4}), 1);
    const double decay = std::min(0.5, (1.0 + step) / (10.0 + step));
    expected = expected * decay + master * (1 - decay);
    EXPECT_TRUE(torch::allclose(optimiser.average(), expected, 1e-5, 1e-7)) << "step " << step;
  }
}

TEST(TrainingFlatParameters, LowPrecisionComputesAndFloat32Remembers) {
  auto network = smallNetwork();
  FlatParameters flat(*network, torch::kBFloat16);
  EXPECT_EQ(flat.master().scalar_type(), torch::kFloat32);
  EXPECT_EQ(network->parameters()[0].scalar_type(), torch::kBFloat16);
  const auto before = flat.master().clone();
  flat.master().add_(1e-4);  // too small for bfloat16 to see at values near 1
  flat.publish(flat.master());
  EXPECT_TRUE(torch::allclose(flat.master() - before, torch::full_like(before, 1e-4), 1e-2, 1e-7));
  network->forward(torch::randn({2, 6}).to(torch::kBFloat16)).sum().backward();
  EXPECT_GT(flat.gradients().abs().sum().item<double>(), 0);
}

TEST(TrainingFlatParameters, LayoutTellsShapesApart) {
  auto a = smallNetwork(), b = smallNetwork();
  torch::nn::Sequential c(torch::nn::Linear(6, 17), torch::nn::Tanh(), torch::nn::Linear(17, 3));
  const std::string first = FlatParameters(*a, torch::kFloat32).layout();
  EXPECT_EQ(first, FlatParameters(*b, torch::kFloat32).layout());
  EXPECT_NE(first, FlatParameters(*c, torch::kFloat32).layout());
}

}  // namespace
}  // namespace pentimento::training
