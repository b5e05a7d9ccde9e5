#include "core/nn/transformer_block.h"

#include "core/nn/activation.h"
#include "core/nn/folder.h"

namespace pentimento::nn {
namespace {

constexpr int64_t kWidening = 4;

LayerNorm layerNorm(const TransformerBlockOptions& options) {
  return LayerNorm(LayerNormOptions{.channels = options.channels});
}

}  // namespace

GegluFeedForwardImpl::GegluFeedForwardImpl(int64_t channels) {
  const int64_t width = kWidening * channels;
  // net.1 is a dropout layer in the checkpoint's class: no parameters, but it takes the number.
  auto net = register_module("net", Folder());
  auto gate = net->register_module("0", Folder());
  m_widen = gate->register_module("proj", Linear(LinearOptions{channels, 2 * width}));
  m_narrow = net->register_module("2", Linear(LinearOptions{width, channels}));
}

torch::Tensor GegluFeedForwardImpl::addTo(torch::Tensor residual, const torch::Tensor& x) {
  return m_narrow->addTo(std::move(residual), geglu(m_widen(x)));
}

TransformerBlockImpl::TransformerBlockImpl(const TransformerBlockOptions& options)
    : norm1(register_module("norm1", layerNorm(options))),
      norm2(register_module("norm2", layerNorm(options))),
      norm3(register_module("norm3", layerNorm(options))),
      attn1(register_module("attn1", Attention(AttentionLayerOptions{.channels = options.channels,
                                                                     .heads = options.heads}))),
      attn2(register_module(
          "attn2", Attention(AttentionLayerOptions{.channels = options.channels,
                                                   .contextChannels = options.contextChannels,
                                                   .heads = options.heads}))),
      ff(register_module("ff", GegluFeedForward(options.channels))) {}

torch::Tensor TransformerBlockImpl::forward(torch::Tensor x, const AttentionContext& context) {
  x = attn1->addTo(x, norm1(x));
  x = attn2->addTo(x, norm2(x), context);
  return ff->addTo(x, norm3(x));
}

}  // namespace pentimento::nn
