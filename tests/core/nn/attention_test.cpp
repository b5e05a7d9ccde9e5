#include <gtest/gtest.h>

#include "core/nn/attention.h"
#include "core/nn/scaled_dot_product_attention.h"
#include "core/tensor/random.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento::nn {
namespace {

/// The definition, in float64 and with the whole matrix of scores.
torch::Tensor definition(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                         int64_t heads, const torch::Tensor& bias) {
  const auto split = [&](const torch::Tensor& x) {
    return x.to(torch::kFloat64).view({x.size(0), x.size(1), heads, -1}).transpose(1, 2);
  };
  auto scores = torch::matmul(split(q), split(k).transpose(-2, -1)) /
                std::sqrt(static_cast<double>(q.size(2) / heads));
  if (bias.defined()) scores = scores + bias;
  return torch::matmul(torch::softmax(scores, -1), split(v)).transpose(1, 2).reshape(q.sizes());
}

TEST(NnAttention, AgreesWithItsDefinitionInSlicesAndWhole) {
  const torch::NoGradGuard noGrad;
  NoiseSource noise(Seed{3});
  // The second is too large for one slice.
  for (const int64_t length : {33, 1200}) {
    const auto q = noise.normal({2, length, 24}), k = noise.normal({2, length, 24}),
               v = noise.normal({2, length, 24});
    EXPECT_TRUE(golden::isClose(scaledDotProductAttention(q, k, v, {.heads = 3}),
                                definition(q, k, v, 3, {}), {1e-5, 1e-5}));
    const auto causal = torch::full({length, length}, -INFINITY, torch::kFloat64).triu(1);
    EXPECT_TRUE(golden::isClose(scaledDotProductAttention(q, k, v, {.heads = 3, .causal = true}),
                                definition(q, k, v, 3, causal), {1e-5, 1e-5}));
  }
}

TEST(NnAttention, KeepsWhatItMadeOfAContext) {
  torch::manual_seed(3);
  const torch::NoGradGuard noGrad;
  Attention layer(AttentionLayerOptions{.channels = 12, .contextChannels = 20, .heads = 3});
  for (auto& parameter : layer->parameters()) parameter.normal_();
  const auto context = torch::randn({2, 5, 20});
  KeyValueCache kept;
  for (int step = 0; step < 2; ++step) {
    const auto x = torch::randn({2, 7, 12});
    EXPECT_TRUE(torch::equal(layer->addTo(torch::zeros_like(x), x, {context, &kept}),
                             layer->addTo(torch::zeros_like(x), x, {context})));
  }
  const auto keys = kept.of(*layer, context).keys;
  EXPECT_TRUE(keys.is_same(kept.of(*layer, context).keys));
}

TEST(NnAttention, AddsABiasPerHead) {
  const torch::NoGradGuard noGrad;
  NoiseSource noise(Seed{4});
  const auto q = noise.normal({1, 700, 8}), k = noise.normal({1, 900, 8}),
             v = noise.normal({1, 900, 8}), bias = noise.normal({1, 2, 700, 900});
  EXPECT_TRUE(golden::isClose(scaledDotProductAttention(q, k, v, {.heads = 2, .bias = bias}),
                              definition(q, k, v, 2, bias), {1e-5, 1e-5}));
}

TEST(NnAttention, GivesTheSameValuesWhileRecordingGradients) {
  NoiseSource noise(Seed{5});
  const auto q = noise.normal({1, 40, 8}).requires_grad_(), k = noise.normal({1, 40, 8}),
             v = noise.normal({1, 40, 8});
  const auto y = scaledDotProductAttention(q, k, v, {.heads = 2});
  EXPECT_TRUE(golden::isClose(y, definition(q, k, v, 2, {}), {1e-5, 1e-5}));
  y.sum().backward();
  EXPECT_TRUE(q.grad().defined());
}

// Inputs, weights and outputs are rounded to 8 bits, nothing else.
TEST(NnAttention, InBfloat16IsAsGoodAsItsRounding) {
  const torch::NoGradGuard noGrad;
  NoiseSource noise(Seed{6});
  struct Sizes {
    int64_t queries, keys, heads, width;
  };
  for (const auto& [queries, keys, heads, width] :
       {Sizes{100, 77, 2, 40}, Sizes{333, 300, 3, 64}, Sizes{64, 64, 8, 2}, Sizes{5, 1, 2, 16},
        Sizes{70, 513, 1, 512}}) {
    SCOPED_TRACE(keys);
    const auto inFormat = [&](int64_t length) {
      return noise.normal({2, length, heads * width}).to(torch::kBFloat16);
    };
    const auto q = inFormat(queries), k = inFormat(keys), v = inFormat(keys);
    const auto expected = definition(q, k, v, heads, {});
    const double rounding = std::pow(2.0, -8);
    EXPECT_TRUE(golden::isClose(scaledDotProductAttention(q, k, v, {.heads = heads}), expected,
                                {rounding, rounding}));
  }
}

TEST(NnAttention, ManyRowsAreComputedInPortionsThatFitTogether) {
  const torch::NoGradGuard noGrad;
  torch::manual_seed(4);
  const auto random = [](int64_t rows) {
    return torch::randn({1, rows, 160}).to(torch::kBFloat16);
  };
  const auto q = random(3300), k = random(20000), v = random(20000);  // 42 GFLOP
  const auto last = scaledDotProductAttention(q.slice(1, 3200), k, v, {.heads = 1});
  const auto all = scaledDotProductAttention(q, k, v, {.heads = 1}).slice(1, 3200);
  EXPECT_LT((all - last).to(torch::kFloat32).abs().max().item<double>(), 1e-4);
}

TEST(NnAttention, InBfloat16LetsNanThrough) {
  const torch::NoGradGuard noGrad;
  auto q = torch::ones({1, 8, 16}, torch::kBFloat16);
  q[0][3][2] = NAN;
  const auto y = scaledDotProductAttention(q, torch::ones_like(q), torch::ones_like(q), {});
  EXPECT_TRUE(torch::isnan(y[0][3]).all().item<bool>());
  EXPECT_TRUE(torch::isfinite(y[0][2]).all().item<bool>());
}

}  // namespace
}  // namespace pentimento::nn
