#include "core/networks/dalle2_attention.h"

#include <algorithm>
#include <cmath>

#include "core/nn/module_path.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {
namespace {

constexpr double kNormEps = 1e-5;
constexpr double kCosineScale = 16;
constexpr int64_t kMaxRotaryWidth = 32;

torch::Tensor unitLength(const torch::Tensor& x) {
  return x / x.norm(2, -1, true).clamp_min(1e-12);
}

double scaleOf(bool cosine, int64_t headWidth) {
  return cosine ? kCosineScale : 1 / std::sqrt(static_cast<double>(headWidth));
}

torch::Tensor softmaxIn32(const torch::Tensor& scores) {
  return scores.softmax(-1, torch::kFloat32).to(scores.scalar_type());
}

}  // namespace

GainNormImpl::GainNormImpl(int64_t channels)
    : g(register_parameter("g", uninitializedParameter({channels}))) {}

torch::Tensor GainNormImpl::forward(const torch::Tensor& x) {
  return torch::layer_norm(x, {g.size(0)}, g, {}, kNormEps);
}

torch::Tensor GainNormImpl::ofScaled(const torch::Tensor& x) {
  return forward(x / x.amax(-1, true).detach());
}

MultiQueryAttentionImpl::MultiQueryAttentionImpl(const MultiQueryOptions& o)
    : m_options(o),
      null_kv(register_parameter("null_kv", uninitializedParameter({2, o.headWidth}))),
      norm(register_module("norm", GainNorm(o.channels))),
      to_q(
          register_module("to_q", Linear(LinearOptions{o.channels, o.heads * o.headWidth, false}))),
      to_kv(register_module("to_kv", Linear(LinearOptions{o.channels, 2 * o.headWidth, false}))) {
  m_out =
      placed(*this, "to_out.0", Linear(LinearOptions{o.heads * o.headWidth, o.channels, false}));
  m_outNorm = placed(*this, "to_out.1", GainNorm(o.channels));
  if (o.rotary)
    m_frequencies =
        moduleAt(*this, "rotary_emb")
            .register_buffer("freqs",
                             uninitializedParameter({std::min(kMaxRotaryWidth, o.headWidth) / 2}));
}

torch::Tensor MultiQueryAttentionImpl::rotated(const torch::Tensor& x) const {
  const int64_t turning = 2 * m_frequencies.size(0);
  const auto positions = torch::arange(x.size(-2), m_frequencies.options());
  const auto angles = positions.unsqueeze(1) * m_frequencies;  // [L, turning / 2]
  const auto pairs = x.narrow(-1, 0, turning).unflatten(-1, {turning / 2, 2});
  const auto first = pairs.select(-1, 0), second = pairs.select(-1, 1);
  const auto cosine = angles.cos(), sine = angles.sin();
  const auto turned =
      torch::stack({first * cosine - second * sine, second * cosine + first * sine}, -1);
  return torch::cat({turned.flatten(-2), x.narrow(-1, turning, x.size(-1) - turning)}, -1);
}

torch::Tensor MultiQueryAttentionImpl::forward(const torch::Tensor& x, const torch::Tensor& bias) {
  const auto& o = m_options;
  const int64_t batch = x.size(0), length = x.size(1);
  const double scale = scaleOf(o.cosine, o.headWidth);
  const auto h = norm(x);
  // Queries are scaled here and once more below, as the networks were trained with.
  auto q = to_q(h).view({batch, length, o.heads, o.headWidth}).transpose(1, 2) * scale;
  const auto keyValue = to_kv(h).chunk(2, -1);
  auto k = keyValue[0];
  if (o.rotary) {
    q = rotated(q);
    k = rotated(k);
  }
  const auto withNull = [&](int64_t which, const torch::Tensor& rest) {
    return torch::cat({null_kv[which].expand({batch, 1, o.headWidth}), rest}, 1).unsqueeze(1);
  };
  k = withNull(0, k);
  const auto v = withNull(1, keyValue[1]);
  if (o.cosine) {
    q = unitLength(q);
    k = unitLength(k);
  }
  auto scores = scale * q.matmul(k.transpose(-1, -2));  // [N, heads, L, L + 1]
  if (bias.defined()) scores = scores + bias;
  if (o.causal) {
    const auto later =
        torch::ones({length, length + 1}, scores.options().dtype(torch::kBool)).triu(2);
    scores = scores.masked_fill(later, -std::numeric_limits<float>::infinity());
  }
  const auto out = softmaxIn32(scores).matmul(v).transpose(1, 2).flatten(2);
  return m_outNorm(m_out(out));
}

ContextAttentionImpl::ContextAttentionImpl(const ContextAttentionOptions& o)
    : m_options(o),
      null_kv(register_parameter("null_kv", uninitializedParameter({2, o.headWidth}))),
      norm(register_module("norm", GainNorm(o.channels))),
      to_q(
          register_module("to_q", Linear(LinearOptions{o.channels, o.heads * o.headWidth, false}))),
      to_kv(register_module(
          "to_kv", Linear(LinearOptions{o.contextWidth, 2 * o.heads * o.headWidth, false}))) {
  m_out =
      placed(*this, "to_out.0", Linear(LinearOptions{o.heads * o.headWidth, o.channels, false}));
  m_outNorm = placed(*this, "to_out.1", GainNorm(o.channels));
}

torch::Tensor ContextAttentionImpl::forward(const torch::Tensor& x, const torch::Tensor& context) {
  const auto& o = m_options;
  const auto heads = [&](const torch::Tensor& t) {
    return t.view({t.size(0), t.size(1), o.heads, o.headWidth}).transpose(1, 2);
  };
  const auto withNull = [&](int64_t which, const torch::Tensor& rest) {
    return torch::cat({null_kv[which].expand({x.size(0), o.heads, 1, o.headWidth}), heads(rest)},
                      2);
  };
  auto q = heads(to_q(norm(x)));
  const auto keyValue = to_kv(context).chunk(2, -1);
  auto k = withNull(0, keyValue[0]);
  if (o.cosine) {
    q = unitLength(q);
    k = unitLength(k);
  }
  const auto scores = scaleOf(o.cosine, o.headWidth) * q.matmul(k.transpose(-1, -2));
  const auto out = softmaxIn32(scores).matmul(withNull(1, keyValue[1])).transpose(1, 2).flatten(2);
  return m_outNorm(m_out(out));
}

}  // namespace pentimento::nn
