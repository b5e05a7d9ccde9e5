/// Kandinsky 2.2 as a model of the generator.
#pragma once

#include "core/pipelines/model_family.h"

namespace pentimento {

/// From the folder of a decoder (text-to-image or inpainting) and that of the prior beside it, both
/// in diffusers' layout, as the card says.
/// @throws Error; Cancelled
[[nodiscard]] std::unique_ptr<PictureModel> loadKandinsky(const LoadRequest& request,
                                                          const RunContext& run);

}  // namespace pentimento
