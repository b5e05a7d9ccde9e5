/// What the hole of a masked edit holds before denoising starts.
#pragma once

#include "core/base/values.h"
#include "core/imaging/image.h"

namespace pentimento {

/// Continues the surroundings into the hole along their lines (Telea 2004).
[[nodiscard]] Image prefilledFromSurroundings(const Image& image, const Mask& mask);

/// Fills the hole with a smooth membrane through its surroundings (the harmonic function with the
/// surroundings as boundary, found from coarse to fine). The whole picture when there are none:
/// its mean colour.
[[nodiscard]] Image prefilledWithBlur(const Image& image, const Mask& mask);

/// Fills the hole with even random colours, drawn from the seed.
[[nodiscard]] Image prefilledWithNoise(const Image& image, const Mask& mask, Seed seed);

// All: `image` is 8-bit RGB; the answer too. The hole is where the mask is above 0; partly masked
// pixels are mixed in proportion, and pixels with mask 0 stay as they are.
// @throws Error(InvalidInput) for another layout, depth or extent

}  // namespace pentimento
