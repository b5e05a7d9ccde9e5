#include "core/nn/convolution.h"

#include <gtest/gtest.h>

#include "core/api/run_context.h"
#include "core/nn/linear.h"
#include "core/tensor/cancellation.h"

namespace pentimento::nn {
namespace {

Conv2d randomConvolution(int64_t in, int64_t out) {
  torch::manual_seed(1);
  Conv2d convolution(Conv2dOptions{.in = in, .out = out});
  const torch::NoGradGuard noGrad;
  for (auto& parameter : convolution->parameters()) parameter.normal_();
  return convolution;
}

TEST(NnConvolution, LargePicturesAreComputedInBandsThatFitTogether) {
  const torch::NoGradGuard noGrad;
  Conv2d convolution = randomConvolution(64, 96);
  const auto x = torch::randn({2, 64, 331, 517});  // 38 GFLOP, odd in every way
  const auto y = convolution(x);
  const auto whole = torch::conv2d(x, convolution->weight, convolution->bias, 1, 1);
  ASSERT_EQ(y.sizes(), whole.sizes());
  EXPECT_LT((y - whole).abs().max().item<double>(), 1e-3 * whole.abs().max().item<double>());
}

TEST(NnLinear, ManyRowsAreComputedInPortionsThatFitTogether) {
  torch::manual_seed(2);
  const torch::NoGradGuard noGrad;
  Linear linear(LinearOptions{.in = 2048, .out = 2048});
  for (auto& parameter : linear->parameters()) parameter.normal_();
  const auto x = torch::randn({3, 1001, 2048});  // 25 GFLOP
  const auto y = linear(x);
  const auto whole = torch::linear(x, linear->weight, linear->bias);
  ASSERT_EQ(y.sizes(), whole.sizes());
  EXPECT_LT((y - whole).abs().max().item<double>(), 1e-4 * whole.abs().max().item<double>());
}

TEST(NnConvolution, IsCancelledBeforeItStarts) {
  const torch::NoGradGuard noGrad;
  Conv2d convolution = randomConvolution(4, 4);
  const auto x = torch::randn({1, 4, 8, 8});
  std::stop_source stop;
  {
    const CancellationScope scope(stop.get_token());
    EXPECT_NO_THROW((void)convolution(x));
    stop.request_stop();
    EXPECT_THROW((void)convolution(x), Cancelled);
    const CancellationScope inner{std::stop_token()};
    EXPECT_NO_THROW((void)convolution(x));
  }
  EXPECT_NO_THROW((void)convolution(x));
}

}  // namespace
}  // namespace pentimento::nn
