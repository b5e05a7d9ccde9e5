#include "core/networks/clip_transformer.h"

#include "core/nn/folder.h"
#include "core/nn/scaled_dot_product_attention.h"

namespace pentimento::nn {
namespace {

LayerNorm clipNorm(const ClipTransformerConfig& config) {
  return LayerNorm(LayerNormOptions{config.width, config.normEps});
}

/// A linear layer inside a submodule that has no other purpose than its name.
Linear named(FolderImpl& parent, const std::string& name, int64_t in, int64_t out) {
  return parent.register_module(name, Linear(LinearOptions{in, out}));
}

}  // namespace

ClipLayerImpl::ClipLayerImpl(const ClipTransformerConfig& config)
    : layer_norm1(register_module("layer_norm1", clipNorm(config))),
      layer_norm2(register_module("layer_norm2", clipNorm(config))),
      m_config(config) {
  auto attention = register_module("self_attn", Folder());
  m_query = named(*attention, "q_proj", config.width, config.width);
  m_key = named(*attention, "k_proj", config.width, config.width);
  m_value = named(*attention, "v_proj", config.width, config.width);
  m_output = named(*attention, "out_proj", config.width, config.width);
  auto mlp = register_module("mlp", Folder());
  m_widen = named(*mlp, "fc1", config.width, config.mlpWidth);
  m_narrow = named(*mlp, "fc2", config.mlpWidth, config.width);
}

torch::Tensor ClipLayerImpl::attend(const torch::Tensor& x, bool causal) {
  return scaledDotProductAttention(m_query(x), m_key(x), m_value(x),
                                   {.heads = m_config.heads, .causal = causal});
}

torch::Tensor ClipLayerImpl::forward(const torch::Tensor& x, bool causal) {
  auto y = x + m_output(attend(layer_norm1(x), causal));
  return m_narrow->addTo(y, activate(m_widen(layer_norm2(y)), m_config.activation));
}

ClipTransformerImpl::ClipTransformerImpl(const ClipTransformerConfig& config)
    : layers(register_module("layers", torch::nn::ModuleList())) {
  for (int64_t layer = 0; layer < config.layers; ++layer) layers->push_back(ClipLayer(config));
}

std::vector<torch::Tensor> ClipTransformerImpl::forward(const torch::Tensor& x, bool causal) {
  std::vector<torch::Tensor> states{x};
  for (const auto& layer : *layers)
    states.push_back(layer->as<ClipLayer>()->forward(states.back(), causal));
  return states;
}

}  // namespace pentimento::nn
