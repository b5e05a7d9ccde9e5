/// Antialiased resampling, separable, horizontal pass first. On 8-bit images without alpha the
/// result is that of Pillow's `resize` to the bit (22-bit fixed-point weights, rounding after each
/// pass), because CLIP's preprocessing was defined by it.
#pragma once

#include "core/imaging/image.h"

namespace pentimento {

enum class ResizeFilter {
  Area,      ///< box, support 0.5
  Bilinear,  ///< triangle, support 1; never overshoots
  Bicubic,   ///< Keys 1981 with a = -0.5, support 2
  Lanczos,   ///< sinc windowed by sinc, support 3
};

/// When shrinking, the filter is widened by the scale. Colours are weighted by alpha.
/// @throws Error(InvalidInput) for an impossible extent
[[nodiscard]] Image resized(const Image& image, Extent extent, ResizeFilter filter);
[[nodiscard]] Mask resized(const Mask& mask, Extent extent, ResizeFilter filter);

}  // namespace pentimento
