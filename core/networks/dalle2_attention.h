/// The attention layers of the dalle2-pytorch library's networks, in its names.
#pragma once

#include "core/nn/linear.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

/// Layer normalisation without a bias.
class GainNormImpl : public torch::nn::Module {
 public:
  explicit GainNormImpl(int64_t channels);
  /// [..., C] → same shape
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x);
  /// The same of x over its largest value: the end of a prior.
  [[nodiscard]] torch::Tensor ofScaled(const torch::Tensor& x);

  torch::Tensor g;
};
TORCH_MODULE(GainNorm);

struct MultiQueryOptions {
  int64_t channels = 0;
  int64_t heads = 8, headWidth = 64;
  bool cosine = false;  ///< queries and keys have unit length
  bool causal = false;
  bool rotary = false;  ///< interleaved pairs of the first 32 numbers turn with the position
};

/// Self-attention whose heads share keys and values, of which a learned pair comes first.
class MultiQueryAttentionImpl : public torch::nn::Module {
 public:
  explicit MultiQueryAttentionImpl(const MultiQueryOptions& options);
  /// x: [N, L, C]; bias: [heads, L, L + 1] or undefined → [N, L, C], without the residual
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& bias = {});

 private:
  [[nodiscard]] torch::Tensor rotated(const torch::Tensor& x) const;

  MultiQueryOptions m_options;
  torch::Tensor null_kv, m_frequencies;  // rotary_emb.freqs
  GainNorm norm;
  Linear to_q, to_kv, m_out{nullptr};  // to_out.0
  GainNorm m_outNorm{nullptr};         // to_out.1
};
TORCH_MODULE(MultiQueryAttention);

struct ContextAttentionOptions {
  int64_t channels = 0, contextWidth = 0;
  int64_t heads = 8, headWidth = 64;
  bool cosine = false;
};

/// Cross-attention to conditioning tokens, before which a learned key and value come.
class ContextAttentionImpl : public torch::nn::Module {
 public:
  explicit ContextAttentionImpl(const ContextAttentionOptions& options);
  /// x: [N, L, C]; context: [N, T, contextWidth] → [N, L, C], without the residual
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& context);

 private:
  ContextAttentionOptions m_options;
  torch::Tensor null_kv;
  GainNorm norm;
  Linear to_q, to_kv, m_out{nullptr};
  GainNorm m_outNorm{nullptr};
};
TORCH_MODULE(ContextAttention);

}  // namespace pentimento::nn
