#include "core/networks/unclip_decoder.h"

namespace pentimento::nn {
namespace {

PixelUnetOptions steeredBy(const UnclipDecoderOptions& options) {
  PixelUnetOptions unet = options.unet;
  unet.tokenWidth = unet.vectorWidth = options.caption.width;
  return unet;
}

}  // namespace

UnclipDecoderImpl::UnclipDecoderImpl(const UnclipDecoderOptions& options)
    : caption(register_module("caption", CaptionEncoder(options.caption))),
      image_proj(register_module(
          "image_proj",
          torch::nn::Linear(torch::nn::LinearOptions(options.imageEmbedding, options.caption.width)
                                .bias(false)))),
      unet(register_module("unet", PixelUnet(steeredBy(options)))) {
  torch::NoGradGuard quiet;
  image_proj->weight.zero_();
}

torch::Tensor UnclipDecoderImpl::forward(const DecoderInput& input) {
  const EncodedCaption text = caption(input.tokens);
  UnetConditions conditions;
  conditions.tokens = text.states;
  const auto padding = input.tokens.eq(0).logical_and(input.tokens.ne(0).any(1, true));
  conditions.tokenBias = torch::zeros(padding.sizes(), text.states.options())
                             .masked_fill(padding, -1e4)
                             .view({padding.size(0), 1, 1, padding.size(1)});
  conditions.vector = text.pooled;
  if (input.imageEmbedding.defined())
    conditions.vector =
        conditions.vector + image_proj(input.imageEmbedding.to(text.pooled.scalar_type()));
  const auto type = text.states.scalar_type();
  const auto x = torch::cat({input.noisy.to(type), input.known.to(type), input.mask.to(type)}, 1);
  return unet(x, input.time, conditions);
}

}  // namespace pentimento::nn
