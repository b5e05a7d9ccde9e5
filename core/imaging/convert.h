/// Between layouts and depths. Pixels only; the metadata (the profile above all) is carried along.
#pragma once

#include "core/imaging/image.h"

namespace pentimento {

/// 8 → 16 bit multiplies by 257 and 16 → 8 bit rounds, so that 8 → 16 → 8 is exact.
[[nodiscard]] Image toDepth(const Image& image, BitDepth depth);

/// Grey becomes three equal channels; colour becomes its Rec. 709 luma (of the coded values); new
/// alpha is opaque; alpha that has no place is dropped and not blended: see `flattened`.
[[nodiscard]] Image toLayout(const Image& image, ChannelLayout layout);

/// Without alpha, blended over an even grey. @param background 0 (black) to 1 (white)
[[nodiscard]] Image flattened(const Image& image, double background);

/// True when some pixel is not opaque.
[[nodiscard]] bool hasTransparency(const Image& image);

}  // namespace pentimento
