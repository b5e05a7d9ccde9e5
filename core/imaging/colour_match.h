/// Making a result's colours continue those around the mask.
#pragma once

#include "core/imaging/image.h"

namespace pentimento {

struct ColourMatchOptions {
  int ring = 24;      ///< pixels around the mask at which both pictures are compared
  double limit = 25;  ///< no correction is larger than this, in units of Lab
};

/// Autoencoders and denoising shift colours a little, and unevenly. On the ring just outside of the
/// mask the result should show what the original shows; the difference there, as a plane over the
/// picture for each of L, a and b (least squares; pixels that differ for other reasons are
/// left out), is taken off the whole result.
/// @param result,original sRGB, the same extent (both at the frame); alpha is ignored
/// @param mask what is repainted (above 0), in the same coordinates
/// @return RGB of the result's depth; the result unchanged when there is no ring to compare
/// @throws Error(InvalidInput) when the extents differ
[[nodiscard]] Image matchColours(const Image& result, const Image& original, const Mask& mask,
                                 const ColourMatchOptions& options = {});

}  // namespace pentimento
