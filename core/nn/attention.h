/// Attention layers with their projections, in diffusers' names.
#pragma once

#include <unordered_map>

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

class AttentionImpl;

/// What attention layers have made of one context that is asked about again and again: the text of
/// a run is the same at every step. Belongs to the network whose layers fill it, while their
/// weights do not change. Thread-safety: one thread at a time.
class KeyValueCache {
 public:
  struct KeyValue {
    torch::Tensor keys, values;  ///< [N, Lc, C]
  };
  /// Computed by `layer` the first time.
  [[nodiscard]] const KeyValue& of(AttentionImpl& layer, const torch::Tensor& context);

 private:
  std::unordered_map<const AttentionImpl*, KeyValue> m_known;
};

/// What cross-attention looks at.
struct AttentionContext {
  torch::Tensor states;           ///< [N, Lc, Cc]
  KeyValueCache* kept = nullptr;  ///< of these states; null = nothing is kept
};

/// Multi-head attention to a context or to itself (to_q, to_k, to_v, to_out.0).
class AttentionImpl : public torch::nn::Module {
 public:
  explicit AttentionImpl(const AttentionLayerOptions& options);
  /// residual + attention of x to `context` (undefined states: to x itself). Overwrites `residual`
  /// when no gradient is recorded. x, residual: [N, L, C] → [N, L, C]
  [[nodiscard]] torch::Tensor addTo(torch::Tensor residual, const torch::Tensor& x,
                                    const AttentionContext& context = {});

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
