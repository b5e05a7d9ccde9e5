// The fused kernels against torch's own float64 arithmetic.
#include <gtest/gtest.h>

#include "core/nn/activation.h"
#include "core/nn/group_norm.h"
#include "core/nn/layer_norm.h"
#include "core/tensor/placement.h"
#include "core/tensor/random.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento::nn {
namespace {

/// bfloat16 keeps 8 bits: half a unit in the last place is 2⁻⁹ of the value.
golden::Tolerance toleranceOf(torch::ScalarType dtype) {
  return dtype == torch::kBFloat16 ? golden::Tolerance{2e-3, 5e-3} : golden::Tolerance{2e-5, 2e-5};
}

class NnFusedKernels : public testing::TestWithParam<torch::ScalarType> {
 protected:
  torch::Tensor random(torch::IntArrayRef shape) { return m_noise.normal(shape).to(GetParam()); }

  torch::NoGradGuard m_noGrad;
  PlacementScope m_scope{{torch::kCPU, GetParam()}};
  NoiseSource m_noise{Seed{7}};
};

TEST_P(NnFusedKernels, GroupNormWithEverythingFused) {
  const int64_t channels = 24;
  GroupNorm norm(GroupNormOptions{channels, 8, 1e-5});
  norm->weight.copy_(random({channels}));
  norm->bias.copy_(random({channels}));
  // Far off centre, where sums of squares would lose the variance.
  const auto x = (random({2, channels, 9, 7}) + 30).to(GetParam());
  const auto offset = random({2, channels}), scale = random({2, channels}),
             shift = random({2, channels});
  const auto wide = [](const torch::Tensor& t) { return t.to(torch::kFloat64); };
  const auto perPixel = [&](const torch::Tensor& t) { return wide(t).view({2, channels, 1, 1}); };
  auto expected =
      torch::group_norm(wide(x) + perPixel(offset), 8, wide(norm->weight), wide(norm->bias), 1e-5);
  expected = torch::silu(expected * (1 + perPixel(scale)) + perPixel(shift));
  const auto ours =
      norm->forward(x, {.offset = offset, .scale = scale, .shift = shift, .silu = true});
  EXPECT_TRUE(ours.is_contiguous(torch::MemoryFormat::ChannelsLast));
  EXPECT_TRUE(golden::isClose(ours, expected, toleranceOf(GetParam())));
}

TEST_P(NnFusedKernels, LayerNorm) {
  const int64_t channels = 77;  // no multiple of a vector's width
  LayerNorm norm(LayerNormOptions{.channels = channels});
  norm->weight.copy_(random({channels}));
  norm->bias.copy_(random({channels}));
  const auto x = random({3, 5, channels});
  const auto expected =
      torch::layer_norm(x.to(torch::kFloat64), {channels}, norm->weight.to(torch::kFloat64),
                        norm->bias.to(torch::kFloat64), 1e-5);
  EXPECT_TRUE(golden::isClose(norm(x), expected, toleranceOf(GetParam())));
}

TEST_P(NnFusedKernels, Geglu) {
  const auto x = random({2, 5, 2 * 37}) * 3;
  const auto halves = x.to(torch::kFloat64).chunk(2, -1);
  EXPECT_TRUE(
      golden::isClose(geglu(x), halves[0] * torch::gelu(halves[1]), toleranceOf(GetParam())));
}

TEST_P(NnFusedKernels, LetNotANumberThrough) {
  GroupNorm norm(GroupNormOptions{8, 2, 1e-5});
  norm->weight.fill_(1);
  norm->bias.fill_(0);
  auto x = random({1, 8, 4, 4});
  x[0][3][1][1] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(torch::isnan(norm->forward(x, {.silu = true})).any().item<bool>());
}

INSTANTIATE_TEST_SUITE_P(Formats, NnFusedKernels,
                         testing::Values(torch::kFloat32, torch::kBFloat16));

}  // namespace
}  // namespace pentimento::nn
