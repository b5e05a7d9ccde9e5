/// Attention layers with their projections, in diffusers' names.
#pragma once

#include "core/nn/group_norm.h"
#include "core/nn/linear.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

struct AttentionLayerOptions {
  int64_t channels = 0;         ///< of x and of the result
  int64_t contextChannels = 0;  ///< of the context; 0 = self-attention
  int64_t heads = 8;
  bool projectionBias = false;  ///< of to_q, to_k, to_v
};

/// Multi-head attention to a context or to itself (to_q, to_k, to_v, to_out.0).
class AttentionImpl : public torch::nn::Module {
 public:
  explicit AttentionImpl(const AttentionLayerOptions& options);
  /// residual + attention of x to `context` (undefined: to x itself). Overwrites `residual` when no
  /// gradient is recorded. x, residual: [N, L, C], context: [N, Lc, Cc] → [N, L, C]
  [[nodiscard]] torch::Tensor addTo(torch::Tensor residual, const torch::Tensor& x,
                                    const torch::Tensor& context = {});

  Linear to_q, to_k, to_v;
  torch::nn::ModuleList to_out;

 private:
  int64_t m_heads;
};
TORCH_MODULE(Attention);

struct SpatialAttentionOptions {
  int64_t channels = 0;
  int64_t heads = 1;
  int64_t groups = 32;
  double eps = 1e-6;
};

/// Self-attention among the pixels of a feature map, with group norm before and residual after, as
/// in autoencoders (group_norm, to_q, to_k, to_v, to_out.0).
class SpatialAttentionImpl : public AttentionImpl {
 public:
  explicit SpatialAttentionImpl(const SpatialAttentionOptions& options);
  /// [N, C, H, W] → same shape
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x);

  GroupNorm group_norm;
};
TORCH_MODULE(SpatialAttention);

/// A feature map as a sequence of pixels and back; no copy when it is channels-last.
/// [N, C, H, W] → [N, H·W, C]
[[nodiscard]] torch::Tensor pixelsToTokens(const torch::Tensor& x);
/// [N, H·W, C] → [N, C, H, W] of the height and width of `like`
[[nodiscard]] torch::Tensor tokensToPixels(const torch::Tensor& tokens, const torch::Tensor& like);

}  // namespace pentimento::nn
