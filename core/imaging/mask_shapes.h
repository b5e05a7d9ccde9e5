/// Selections from shapes, antialiased by exact area coverage.
#pragma once

#include <span>

#include "core/imaging/image.h"
#include "core/imaging/point.h"

namespace pentimento {

/// The area enclosed by a closed polygon (last point joined to the first) by the nonzero rule:
/// where a loop overlaps itself it stays filled. Points may lie outside of the picture.
/// @throws Error(InvalidInput) for a point that is not finite
[[nodiscard]] Mask polygonMask(Extent extent, std::span<const Point> points);

/// @param corner,opposite any two opposite corners
[[nodiscard]] Mask rectangleMask(Extent extent, Point corner, Point opposite);

/// The ellipse inscribed in the rectangle of two opposite corners.
[[nodiscard]] Mask ellipseMask(Extent extent, Point corner, Point opposite);

}  // namespace pentimento
