/// Reading learned words (textual inversion, Gal et al. 2022) in their published layouts:
/// AUTOMATIC1111's (string_to_param, emb_params), diffusers' (one tensor named as the word), and
/// the pair clip_l, clip_g of XL.
#pragma once

#include <string>
#include <vector>

#include "core/conditioning/text_conditioner.h"
#include "core/weights/tensor_view.h"

namespace pentimento {

/// The same vectors under each word that stands for them: `name`, and the word of a diffusers file.
/// @param towers number of text encoders of the model
/// @throws Error(UnsupportedModel) when it is no textual inversion, or one for another number of
/// text encoders
[[nodiscard]] std::vector<TextualInversion> readTextualInversion(const TensorSource& file,
                                                                 const std::string& name,
                                                                 size_t towers);

}  // namespace pentimento
