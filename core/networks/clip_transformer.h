/// The transformer that CLIP's text and image encoders share.
#pragma once

#include "core/nn/activation.h"
#include "core/nn/layer_norm.h"
#include "core/nn/linear.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

struct ClipTransformerConfig {
  int64_t width = 768;
  int64_t mlpWidth = 3072;
  int64_t layers = 12;
  int64_t heads = 12;
  Activation activation = Activation::QuickGelu;
  double normEps = 1e-5;
  bool operator==(const ClipTransformerConfig&) const = default;
};

/// x + attention(layer_norm1(x)), then + mlp(layer_norm2(x)), in the transformers library's names.
class ClipLayerImpl : public torch::nn::Module {
 public:
  explicit ClipLayerImpl(const ClipTransformerConfig& config);
  /// x: [N, L, C] → same shape; causal: a token sees only those before it
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, bool causal);

 private:
  [[nodiscard]] torch::Tensor attend(const torch::Tensor& x, bool causal);

  LayerNorm layer_norm1, layer_norm2;
  Linear m_query{nullptr}, m_key{nullptr}, m_value{nullptr}, m_output{nullptr};  // self_attn.*_proj
  Linear m_widen{nullptr}, m_narrow{nullptr};                                    // mlp.fc1, mlp.fc2
  ClipTransformerConfig m_config;
};
TORCH_MODULE(ClipLayer);

/// A stack of layers (layers.0 …).
class ClipTransformerImpl : public torch::nn::Module {
 public:
  explicit ClipTransformerImpl(const ClipTransformerConfig& config);
  /// x: [N, L, C] → layers + 1 states: x itself, then the output of every layer
  [[nodiscard]] std::vector<torch::Tensor> forward(const torch::Tensor& x, bool causal);

 private:
  torch::nn::ModuleList layers;
};
TORCH_MODULE(ClipTransformer);

}  // namespace pentimento::nn
