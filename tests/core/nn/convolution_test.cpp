#include "core/nn/convolution.h"

#include <gtest/gtest.h>

#include "core/api/run_context.h"
#include "core/nn/group_norm.h"
#include "core/nn/linear.h"
#include "core/nn/resample.h"
#include "core/tensor/cancellation.h"

namespace pentimento::nn {
namespace {

template <typename Network>
void randomize(Network& network) {
  torch::manual_seed(1);
  const torch::NoGradGuard noGrad;
  for (auto& parameter : network->parameters()) parameter.normal_();
}

Conv2d randomConvolution(const Conv2dOptions& options) {
  Conv2d convolution(options);
  randomize(convolution);
  return convolution;
}

void expectSame(const torch::Tensor& y, const torch::Tensor& whole) {
  ASSERT_EQ(y.sizes(), whole.sizes());
  EXPECT_LT((y - whole).abs().max().item<double>(), 1e-3 * whole.abs().max().item<double>());
}

TEST(NnConvolution, LargePicturesAreComputedInBandsThatFitTogether) {
  const torch::NoGradGuard noGrad;
  Conv2d convolution = randomConvolution({.in = 64, .out = 96});
  const auto x = torch::randn({2, 64, 331, 517});  // 38 GFLOP, odd in every way
  const auto y = convolution(x);
  const auto whole = torch::conv2d(x, convolution->weight, convolution->bias, 1, 1);
  expectSame(y, whole);
  // Added to what is there, in bands as well.
  const auto residual = torch::randn_like(whole);
  GroupNorm norm(GroupNormOptions{.channels = 64});
  randomize(norm);
  const auto normed = norm->forward(x, {.silu = true});
  expectSame(convolution->addTo(residual.clone(), norm->lazily(x, {.silu = true})),
             residual + torch::conv2d(normed, convolution->weight, convolution->bias, 1, 1));
}

TEST(NnConvolution, HalvingIsDoneInBandsThatFitTogether) {
  const torch::NoGradGuard noGrad;
  for (const int64_t padding : {0, 1}) {
    Conv2d convolution = randomConvolution({.in = 64, .out = 96, .stride = 2, .padding = padding});
    const auto x = torch::randn({2, 64, 662, 1033});  // 38 GFLOP
    expectSame(convolution(x),
               torch::conv2d(x, convolution->weight, convolution->bias, 2, padding));
  }
}

TEST(NnConvolution, DoublingIsDoneInBandsThatFitTogether) {
  const torch::NoGradGuard noGrad;
  Upsample upsample(64);
  randomize(upsample);
  const auto x = torch::randn({1, 64, 301, 400});  // 36 GFLOP, in bands of 169 rows
  const auto parameters = upsample->named_parameters();
  expectSame(upsample(x), torch::conv2d(torch::upsample_nearest2d(x, {602, 800}),
                                        parameters["conv.weight"], parameters["conv.bias"], 1, 1));
}

TEST(NnLinear, ManyRowsAreComputedInPortionsThatFitTogether) {
  torch::manual_seed(2);
  const torch::NoGradGuard noGrad;
  Linear linear(LinearOptions{.in = 2048, .out = 2048});
  for (auto& parameter : linear->parameters()) parameter.normal_();
  const auto x = torch::randn({3, 1701, 2048});  // 43 GFLOP
  const auto y = linear(x);
  const auto whole = torch::linear(x, linear->weight, linear->bias);
  ASSERT_EQ(y.sizes(), whole.sizes());
  EXPECT_LT((y - whole).abs().max().item<double>(), 1e-4 * whole.abs().max().item<double>());
}

TEST(NnConvolution, IsCancelledBeforeItStarts) {
  const torch::NoGradGuard noGrad;
  Conv2d convolution = randomConvolution({.in = 4, .out = 4});
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
