/// Colours as the eye orders them.
#pragma once

#include <array>
#include <vector>

#include "core/imaging/image.h"

namespace pentimento {

/// CIE L*a*b* (D65 white of sRGB): L 0 to 100.
using Lab = std::array<float, 3>;

/// Lab of each pixel, row by row. @param image sRGB colours, any layout and depth; alpha is ignored
[[nodiscard]] std::vector<Lab> toLab(const Image& image);

/// The inverse, clipped to the gamut: RGB of that depth.
[[nodiscard]] Image fromLab(const std::vector<Lab>& pixels, Extent extent, BitDepth depth);

}  // namespace pentimento
