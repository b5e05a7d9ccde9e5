#include "core/nn/spatial_transformer.h"

namespace pentimento::nn {

SpatialTransformerImpl::SpatialTransformerImpl(const SpatialTransformerOptions& options)
    : norm(register_module(
          "norm", GroupNorm(GroupNormOptions{
                      .channels = options.channels, .groups = options.groups, .eps = 1e-6}))) {
  const int64_t channels = options.channels;
  if (options.linearProjection) {
    m_linearIn = register_module("proj_in", Linear(LinearOptions{channels, channels}));
  } else {
    m_convolutionIn = register_module(
        "proj_in", Conv2d(Conv2dOptions{.in = channels, .out = channels, .kernel = 1}));
  }
  transformer_blocks = register_module("transformer_blocks", torch::nn::ModuleList());
  for (int64_t layer = 0; layer < options.layers; ++layer)
    transformer_blocks->push_back(TransformerBlock(TransformerBlockOptions{
        .channels = channels, .contextChannels = options.contextChannels, .heads = options.heads}));
  if (options.linearProjection) {
    m_linearOut = register_module("proj_out", Linear(LinearOptions{channels, channels}));
  } else {
    m_convolutionOut = register_module(
        "proj_out", Conv2d(Conv2dOptions{.in = channels, .out = channels, .kernel = 1}));
  }
}

torch::Tensor SpatialTransformerImpl::forward(const torch::Tensor& x,
                                              const AttentionContext& context) {
  const auto normed = norm(x);
  auto tokens = m_linearIn ? m_linearIn(pixelsToTokens(normed))
                           : pixelsToTokens(m_convolutionIn(normed));  // [N, H·W, C]
  for (const auto& block : *transformer_blocks)
    tokens = block->as<TransformerBlock>()->forward(tokens, context);
  // x is also a skip connection of the U-Net: never overwritten.
  return m_linearOut ? x + tokensToPixels(m_linearOut(tokens), x)
                     : x + m_convolutionOut(tokensToPixels(tokens, x));
}

}  // namespace pentimento::nn
