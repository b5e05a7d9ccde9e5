/// How visible the edge of an edit is, as a number.
#pragma once

#include "core/imaging/image.h"

namespace pentimento {

/// Median ΔE00 between two pictures on the ring of pixels up to `width` pixels from the edge of the
/// mask (value > 0), on both of its sides. With a picture whose right continuation is known, this
/// is the error of an edit at its seam.
/// @throws Error(InvalidInput) when extents differ
[[nodiscard]] double ringDifference(const Image& picture, const Image& expected, const Mask& mask,
                                    int width = 8);

/// Median ΔE00 of the step across the edge of the mask, in one picture: the colours of `width`
/// pixels on each side, continued in a straight line up to the edge. Even areas and gradients give
/// 0. 0 when the mask has no edge.
/// @throws Error(InvalidInput) when extents differ
[[nodiscard]] double seamStep(const Image& picture, const Mask& mask, int width = 8);

}  // namespace pentimento
