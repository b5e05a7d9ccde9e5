/// Between latents and pixels, with a check that they are numbers.
#pragma once

#include <string>
#include <vector>

#include "core/pipelines/stable_diffusion_parts.h"

namespace pentimento {

/// [1, 3, H, W] in -1..1 → [1, 2·C, h, w] float32, mean and log variance as the autoencoder gives
/// them. Large pictures go through it in tiles; when a narrow format overflows, it runs once more
/// in float32. @throws Error(NonFinite) when that does not help
[[nodiscard]] torch::Tensor encodeMoments(StableDiffusionParts& parts,
                                          const torch::Tensor& picture);

/// [1, C, h, w] at sampler scale → [1, 3, H, W] float32 about -1..1. Likewise; running again is
/// added to `notes`.
/// @param forceTiles also for a picture that would fit in one piece
/// @throws Error(NonFinite) when the latents, or the pixels even so, are not finite
[[nodiscard]] torch::Tensor decodeLatents(StableDiffusionParts& parts, const torch::Tensor& latents,
                                          bool forceTiles, std::vector<std::string>& notes);

/// A quick look at sampler-scale latents (of x0) at pixel size: by the small decoder when there is
/// one, else by a linear map of channels to colours, which costs next to nothing.
[[nodiscard]] Image previewOf(const torch::Tensor& latents, StableDiffusionParts& parts);

}  // namespace pentimento
