/// Texts and pictures to CLIP's space (Radford et al. 2021), where both can be compared.
#pragma once

#include <string>
#include <string_view>

#include "core/conditioning/text_conditioner.h"
#include "core/imaging/image.h"
#include "core/networks/clip_image_encoder.h"

namespace pentimento {

/// What priors and decoders read of a text.
struct ClipTextStates {
  torch::Tensor embedding;  ///< [1, E] pooled and projected, not normalised
  torch::Tensor states;     ///< [1, L, W] after the final norm
  torch::Tensor mask;       ///< [1, L] 1 = text, start and end included; 0 = padding
};

/// @param model  for people: whose encoder it is
/// @throws Error(UnsupportedModel) when the vocabulary has ids that the encoder does not know
[[nodiscard]] TextTower textTower(nn::ClipTextEncoder encoder, ClipBpe tokenizer,
                                  const std::string& model);

/// What does not fit into the encoder's positions is cut off.
[[nodiscard]] ClipTextStates encodeClipText(TextTower& tower, std::string_view text);

/// @param name  for people: which picture
/// @throws Error(InvalidInput) for a picture too small to see anything in
void requireVisible(const Image& picture, const std::string& name);

/// CLIP's preprocessing as the transformers library does it: bicubic resize of the shorter side,
/// centre crop, CLIP's mean and deviation. Alpha is left out. @return [1, 3, side, side] float32
[[nodiscard]] torch::Tensor clipPixels(const Image& picture, int side);

/// @return [1, E], not normalised
[[nodiscard]] torch::Tensor encodeClipPicture(nn::ClipImageEncoder& encoder, const Image& picture);

}  // namespace pentimento
