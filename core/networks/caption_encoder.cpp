#include "core/networks/caption_encoder.h"

#include <cmath>

namespace pentimento::nn {

TransformerLayerImpl::TransformerLayerImpl(const TransformerLayerOptions& o)
    : m_heads(o.heads),
      norm1(register_module("norm1", torch::nn::LayerNorm(torch::nn::LayerNormOptions({o.width})))),
      norm2(register_module("norm2", torch::nn::LayerNorm(torch::nn::LayerNormOptions({o.width})))),
      qkv(register_module("qkv", torch::nn::Linear(o.width, 3 * o.width))),
      proj(register_module("proj", torch::nn::Linear(o.width, o.width))),
      fc1(register_module("fc1", torch::nn::Linear(o.width, o.expansion * o.width))),
      fc2(register_module("fc2", torch::nn::Linear(o.expansion * o.width, o.width))) {}

torch::Tensor TransformerLayerImpl::forward(torch::Tensor x, const torch::Tensor& bias) {
  const int64_t n = x.size(0), t = x.size(1), w = x.size(2);
  const auto parts = qkv(norm1(x)).view({n, t, 3, m_heads, w / m_heads}).permute({2, 0, 3, 1, 4});
  const auto q = parts[0], k = parts[1], v = parts[2];  // [N, heads, T, W/heads]
  auto scores =
      torch::matmul(q * std::pow(static_cast<double>(w / m_heads), -0.5), k.transpose(-2, -1));
  if (bias.defined()) scores = scores + bias;
  x = x + proj(torch::matmul(scores.softmax(-1), v).transpose(1, 2).reshape({n, t, w}));
  return x + fc2(torch::gelu(fc1(norm2(x))));
}

CaptionEncoderImpl::CaptionEncoderImpl(const CaptionEncoderOptions& o)
    : token_embedding(
          register_module("token_embedding", torch::nn::Embedding(o.vocabulary, o.width))),
      position_embedding(
          register_parameter("position_embedding", 0.02 * torch::randn({o.length, o.width}))),
      empty_embedding(register_parameter("empty_embedding", 0.02 * torch::randn({o.width}))),
      layers(register_module("layers", torch::nn::ModuleList())),
      final_norm(register_module("final_norm",
                                 torch::nn::LayerNorm(torch::nn::LayerNormOptions({o.width})))) {
  torch::NoGradGuard quiet;
  token_embedding->weight.mul_(0.3);
  if (o.neighbours > 0) {
    neighbour_conv = register_module(
        "neighbour_conv",
        torch::nn::Conv1d(
            torch::nn::Conv1dOptions(o.width, o.width, o.neighbours).padding(o.neighbours / 2)));
    neighbour_conv->weight.zero_();
    neighbour_conv->bias.zero_();
  }
  for (int64_t i = 0; i < o.layers; ++i)
    layers->push_back(TransformerLayer(TransformerLayerOptions{o.width, o.heads, 4}));
}

EncodedCaption CaptionEncoderImpl::forward(const torch::Tensor& tokens) {
  const auto given = tokens.ne(0);               // [N, T]
  const auto none = given.any(1).logical_not();  // [N]
  // Padding is never looked at, save where there is nothing else.
  const auto seen = given.logical_or(none.unsqueeze(1));  // [N, T]
  auto x = token_embedding(tokens);
  x = torch::where(none.view({-1, 1, 1}), empty_embedding.expand_as(x), x);
  x = x + position_embedding.narrow(0, 0, tokens.size(1));
  const auto share = seen.to(x.scalar_type()).unsqueeze(-1);
  if (neighbour_conv) x = x + neighbour_conv((x * share).transpose(1, 2)).transpose(1, 2);
  const auto bias = torch::zeros(seen.sizes(), x.options())
                        .masked_fill(seen.logical_not(), -1e4)
                        .view({tokens.size(0), 1, 1, tokens.size(1)});
  for (const auto& layer : *layers) x = layer->as<TransformerLayerImpl>()->forward(x, bias);
  x = final_norm(x);  // [N, T, W]
  return {x * share, (x * share).sum(1) / share.sum(1)};
}

}  // namespace pentimento::nn
