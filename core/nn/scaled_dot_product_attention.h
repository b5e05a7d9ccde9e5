/// The one place where attention is computed.
#pragma once

#include "core/tensor/torch.h"

namespace pentimento::nn {

struct AttentionOptions {
  int64_t heads = 1;
  double scale = 0;         ///< 0 = 1/√(width of a head)
  bool causal = false;      ///< token i sees tokens 0..i only
  torch::Tensor bias = {};  ///< added to the scores; broadcastable to [N, heads, Lq, Lk]
};

/// softmax(q·kᵀ·scale + bias)·v per head (Vaswani et al. 2017). Heads lie side by side in the last
/// dimension, as the projections leave them. The full matrix of scores is never built.
/// q: [N, Lq, heads·D], k: [N, Lk, heads·D], v: [N, Lk, heads·E] → [N, Lq, heads·E]
[[nodiscard]] torch::Tensor scaledDotProductAttention(const torch::Tensor& q,
                                                      const torch::Tensor& k,
                                                      const torch::Tensor& v,
                                                      const AttentionOptions& options);

}  // namespace pentimento::nn
