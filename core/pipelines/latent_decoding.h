/// From latents to pixels, with a check that they are pixels.
#pragma once

#include <string>
#include <vector>

#include "core/pipelines/stable_diffusion_parts.h"

namespace pentimento {

/// [1, C, h, w] at sampler scale → [1, 3, H, W] float32 about -1..1. When a narrow format
/// overflows, the autoencoder runs once more in float32, which is added to `notes`.
/// @throws Error(NonFinite) when the latents, or the pixels even so, are not finite
[[nodiscard]] torch::Tensor decodeLatents(StableDiffusionParts& parts, const torch::Tensor& latents,
                                          std::vector<std::string>& notes);

/// A quick look at sampler-scale latents (of x0) at pixel size; costs next to nothing.
[[nodiscard]] Image previewOf(const torch::Tensor& latents, const StableDiffusionParts& parts);

}  // namespace pentimento
