#include "core/networks/embedding_prior.h"

#include <cmath>

namespace pentimento::nn {
namespace {

constexpr int64_t kPriorTimeFeatures = 64;

torch::Tensor priorTimeFeatures(const torch::Tensor& time) {
  const auto options = torch::TensorOptions().device(time.device()).dtype(torch::kFloat32);
  const auto frequencies =
      torch::exp(torch::linspace(0, std::log(1000.0), kPriorTimeFeatures / 2, options));
  const auto angles = time.to(torch::kFloat32).unsqueeze(1) * frequencies;
  return torch::cat({angles.sin(), angles.cos()}, 1);  // [N, kPriorTimeFeatures]
}

}  // namespace

EmbeddingPriorImpl::EmbeddingPriorImpl(const EmbeddingPriorOptions& o)
    : caption(register_module("caption", CaptionEncoder(o.caption))),
      text_in(register_module("text_in", torch::nn::Linear(o.embedding, o.caption.width))),
      time_in(register_module("time_in", torch::nn::Linear(kPriorTimeFeatures, o.caption.width))),
      image_in(register_module("image_in", torch::nn::Linear(o.embedding, o.caption.width))),
      out(register_module("out", torch::nn::Linear(o.caption.width, o.embedding))),
      query(register_parameter("query", 0.02 * torch::randn({1, 1, o.caption.width}))),
      layers(register_module("layers", torch::nn::ModuleList())),
      norm_out(register_module(
          "norm_out", torch::nn::LayerNorm(torch::nn::LayerNormOptions({o.caption.width})))) {
  for (int64_t i = 0; i < o.layers; ++i)
    layers->push_back(
        TransformerLayer(TransformerLayerOptions{o.caption.width, o.caption.heads, 4}));
}

torch::Tensor EmbeddingPriorImpl::forward(const torch::Tensor& noisy, const torch::Tensor& time,
                                          const torch::Tensor& tokens,
                                          const torch::Tensor& textEmbedding) {
  const EncodedCaption text = caption(tokens);
  const auto type = text.states.scalar_type();
  auto h = torch::cat({text.states, text_in(textEmbedding.to(type)).unsqueeze(1),
                       time_in(priorTimeFeatures(time).to(type)).unsqueeze(1),
                       image_in(noisy.to(type)).unsqueeze(1), query.expand({noisy.size(0), 1, -1})},
                      1);
  // Padding states are zero; every position may look at all others.
  for (const auto& layer : *layers) h = layer->as<TransformerLayerImpl>()->forward(h);
  return out(norm_out(h.select(1, h.size(1) - 1))).to(torch::kFloat32);
}

}  // namespace pentimento::nn
