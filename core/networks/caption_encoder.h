/// A small text transformer, trained together with the network that reads it (as in GLIDE and
/// DALL·E 2's decoder; Nichol et al. 2021, section 2.1).
#pragma once

#include "core/tensor/torch.h"

namespace pentimento::nn {

struct CaptionEncoderOptions {
  int64_t vocabulary = 800;
  int64_t length = 32;  ///< tokens per caption; shorter ones are padded with 0
  int64_t width = 128;
  int64_t heads = 4;
  int64_t layers = 2;
  int64_t neighbours = 0;  ///< words that a convolution joins before the layers: odd; 0 = none
};

/// What a caption means, token by token and as a whole.
struct EncodedCaption {
  torch::Tensor states;  ///< [N, T, W]
  torch::Tensor pooled;  ///< [N, W]: mean over the tokens that are not padding
};

/// Pre-norm residual attention and feed-forward, bidirectional, padding masked out. A residual
/// convolution over neighbouring words comes first where asked for: it ties an adjective to its
/// noun from far fewer examples than attention needs (convolutional positions; Baevski et al. 2020,
/// 2).
class CaptionEncoderImpl : public torch::nn::Module {
 public:
  explicit CaptionEncoderImpl(const CaptionEncoderOptions& options);
  /// tokens: [N, T] int64, 0 = padding. A caption of padding alone is "no caption": a learned
  /// state.
  EncodedCaption forward(const torch::Tensor& tokens);

 private:
  torch::nn::Embedding token_embedding;
  torch::Tensor position_embedding, empty_embedding;
  torch::nn::Conv1d neighbour_conv{nullptr};
  torch::nn::ModuleList layers;
  torch::nn::LayerNorm final_norm;
};
TORCH_MODULE(CaptionEncoder);

struct TransformerLayerOptions {
  int64_t width = 128;
  int64_t heads = 4;
  int64_t expansion = 4;
};

/// x + attention(norm1(x)); x + feed-forward(norm2(x)).
class TransformerLayerImpl : public torch::nn::Module {
 public:
  explicit TransformerLayerImpl(const TransformerLayerOptions& options);
  /// x: [N, T, W]; bias: broadcastable to [N, heads, T, T] or undefined
  torch::Tensor forward(torch::Tensor x, const torch::Tensor& bias = {});

 private:
  int64_t m_heads;
  torch::nn::LayerNorm norm1, norm2;
  torch::nn::Linear qkv, proj, fc1, fc2;
};
TORCH_MODULE(TransformerLayer);

}  // namespace pentimento::nn
