#pragma once

#include "core/nn/attention.h"
#include "core/nn/layer_norm.h"

namespace pentimento::nn {

/// Two linear layers with GEGLU between (net.0.proj, net.2 as in diffusers).
class GegluFeedForwardImpl : public torch::nn::Module {
 public:
  explicit GegluFeedForwardImpl(int64_t channels);
  /// residual + feed-forward of x; see AttentionImpl::addTo. [N, L, C]
  [[nodiscard]] torch::Tensor addTo(torch::Tensor residual, const torch::Tensor& x);

 private:
  Linear m_widen{nullptr}, m_narrow{nullptr};
};
TORCH_MODULE(GegluFeedForward);

struct TransformerBlockOptions {
  int64_t channels = 0;
  int64_t contextChannels = 0;
  int64_t heads = 8;
};

/// x + self-attention, + cross-attention, + feed-forward, each after a layer norm (diffusers'
/// BasicTransformerBlock).
class TransformerBlockImpl : public torch::nn::Module {
 public:
  explicit TransformerBlockImpl(const TransformerBlockOptions& options);
  /// x: [N, L, C], overwritten when no gradient is recorded → [N, L, C]
  [[nodiscard]] torch::Tensor forward(torch::Tensor x, const AttentionContext& context);

 private:
  LayerNorm norm1, norm2, norm3;
  Attention attn1, attn2;
  GegluFeedForward ff;
};
TORCH_MODULE(TransformerBlock);

}  // namespace pentimento::nn
