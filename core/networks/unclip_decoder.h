/// The decoder of the built-in model: caption and (optionally) CLIP image embedding → 64² picture,
/// or the missing part of one.
#pragma once

#include "core/networks/caption_encoder.h"
#include "core/networks/pixel_unet.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

struct UnclipDecoderOptions {
  CaptionEncoderOptions caption;
  PixelUnetOptions unet;  ///< token and vector widths follow from `caption`
  int64_t imageEmbedding = 128;
  int64_t imageTokens = 4;  ///< that an embedding adds to those of the caption
};

/// What a decoder is asked for; all rows of a batch at once.
struct DecoderInput {
  torch::Tensor noisy;           ///< [N, 3, H, W]
  torch::Tensor time;            ///< [N], 0..1
  torch::Tensor known;           ///< [N, 3, H, W]: the picture, 0 where `mask` is 1
  torch::Tensor mask;            ///< [N, 1, H, W]: 1 = to be painted
  torch::Tensor tokens;          ///< [N, T] int64; a row of zeros = no caption
  torch::Tensor imageEmbedding;  ///< [N, E] of unit length; a row of zeros = none; or undefined
};

/// An image embedding reaches the network as DALL·E 2's does (Ramesh et al. 2022, section 2.1):
/// added to the conditioning vector, and as further tokens beside the caption's.
class UnclipDecoderImpl : public torch::nn::Module {
 public:
  explicit UnclipDecoderImpl(const UnclipDecoderOptions& options);
  /// @returns an estimate of the clean picture x0, [N, 3, H, W]: unlike noise or velocity it lies
  /// on a surface of few dimensions, which a narrow network can reach (Li & He 2025)
  torch::Tensor forward(const DecoderInput& input);

 private:
  UnclipDecoderOptions m_options;
  CaptionEncoder caption;
  torch::nn::Linear image_proj, image_tokens;
  PixelUnet unet;
};
TORCH_MODULE(UnclipDecoder);

}  // namespace pentimento::nn
