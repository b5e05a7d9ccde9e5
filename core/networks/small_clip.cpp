#include "core/networks/small_clip.h"

#include <cmath>

namespace pentimento::nn {
namespace {

constexpr int64_t kStemGroups = 8;

torch::nn::Conv2d halvingConv(int64_t in, int64_t out) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(2).padding(1));
}

torch::nn::GroupNorm stemNorm(int64_t width) {
  return torch::nn::GroupNorm(torch::nn::GroupNormOptions(kStemGroups, width));
}

torch::Tensor unit(const torch::Tensor& x) {
  return x / x.norm(2, -1, true).clamp_min(1e-6);
}

}  // namespace

SmallClipImpl::SmallClipImpl(const SmallClipOptions& o)
    : caption(register_module("caption", CaptionEncoder(o.caption))),
      text_proj(register_module("text_proj", torch::nn::Linear(o.caption.width, o.embedding))),
      image_proj(register_module("image_proj", torch::nn::Linear(o.width, o.embedding))),
      stem1(register_module("stem1", halvingConv(3, o.width / 4))),
      stem2(register_module("stem2", halvingConv(o.width / 4, o.width / 2))),
      stem3(register_module("stem3", halvingConv(o.width / 2, o.width))),
      stem_norm1(register_module("stem_norm1", stemNorm(o.width / 4))),
      stem_norm2(register_module("stem_norm2", stemNorm(o.width / 2))),
      position_embedding(register_parameter(
          "position_embedding",
          0.02 * torch::randn({(o.size / o.kReduction) * (o.size / o.kReduction), o.width}))),
      logit_scale(register_parameter("logit_scale", torch::tensor(std::log(1 / 0.07)))),
      layers(register_module("layers", torch::nn::ModuleList())),
      image_norm(register_module("image_norm",
                                 torch::nn::LayerNorm(torch::nn::LayerNormOptions({o.width})))) {
  for (int64_t i = 0; i < o.layers; ++i)
    layers->push_back(TransformerLayer(TransformerLayerOptions{o.width, o.heads, 4}));
}

torch::Tensor SmallClipImpl::embedPictures(const torch::Tensor& pictures) {
  auto h = torch::silu(stem_norm1(stem1(pictures.to(stem1->weight.scalar_type()))));
  h = stem3(torch::silu(stem_norm2(stem2(h))));           // [N, W, size/8, size/8]
  h = h.flatten(2).transpose(1, 2) + position_embedding;  // [N, tokens, W]
  for (const auto& layer : *layers) h = layer->as<TransformerLayerImpl>()->forward(h);
  return unit(image_proj(image_norm(h).mean(1)).to(torch::kFloat32));
}

torch::Tensor SmallClipImpl::embedCaptions(const torch::Tensor& tokens) {
  return unit(text_proj(caption(tokens).pooled).to(torch::kFloat32));
}

torch::Tensor SmallClipImpl::logScale() const {
  return logit_scale.to(torch::kFloat32).clamp_max(std::log(100.0));
}

}  // namespace pentimento::nn
