#include "core/networks/unclip_decoder.h"

#include <cmath>

namespace pentimento::nn {
namespace {

constexpr double kHidden = -1e4;  // of a token's score: no weight is left to it

PixelUnetOptions steeredBy(const UnclipDecoderOptions& options) {
  PixelUnetOptions unet = options.unet;
  unet.tokenWidth = unet.vectorWidth = options.caption.width;
  return unet;
}

torch::nn::Linear projection(int64_t from, int64_t to) {
  return torch::nn::Linear(torch::nn::LinearOptions(from, to).bias(false));
}

}  // namespace

UnclipDecoderImpl::UnclipDecoderImpl(const UnclipDecoderOptions& options)
    : m_options(options),
      caption(register_module("caption", CaptionEncoder(options.caption))),
      image_proj(
          register_module("image_proj", projection(options.imageEmbedding, options.caption.width))),
      image_tokens(register_module(
          "image_tokens",
          projection(options.imageEmbedding, options.imageTokens * options.caption.width))),
      unet(register_module("unet", PixelUnet(steeredBy(options)))) {
  torch::NoGradGuard quiet;
  image_proj->weight.zero_();
}

torch::Tensor UnclipDecoderImpl::forward(const DecoderInput& input) {
  const EncodedCaption text = caption(input.tokens);
  const auto type = text.states.scalar_type();
  const int64_t n = input.tokens.size(0);
  UnetConditions conditions;
  conditions.tokens = text.states;
  conditions.vector = text.pooled;
  auto hidden = input.tokens.eq(0).logical_and(input.tokens.ne(0).any(1, true));
  if (input.imageEmbedding.defined()) {
    // Numbers of unit variance, which the projections learn from as fast as from words.
    const auto embedding =
        (input.imageEmbedding * std::sqrt(static_cast<double>(m_options.imageEmbedding))).to(type);
    conditions.vector = conditions.vector + image_proj(embedding);
    conditions.tokens = torch::cat(
        {conditions.tokens, image_tokens(embedding).view({n, m_options.imageTokens, -1})}, 1);
    const auto missing = input.imageEmbedding.eq(0).all(1, true);
    hidden = torch::cat({hidden, missing.expand({n, m_options.imageTokens})}, 1);
  }
  conditions.tokenBias = torch::zeros(hidden.sizes(), text.states.options())
                             .masked_fill(hidden, kHidden)
                             .view({n, 1, 1, hidden.size(1)});
  const auto x = torch::cat({input.noisy.to(type), input.known.to(type), input.mask.to(type)}, 1);
  return unet(x, input.time, conditions);
}

}  // namespace pentimento::nn
