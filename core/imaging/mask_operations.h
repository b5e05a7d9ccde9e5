/// What is done to selections. All work on soft masks; nothing is assumed about what lies beyond
/// the border of the picture, so a mask that touches the border neither shrinks nor fades there.
#pragma once

#include <vector>

#include "core/imaging/image.h"

namespace pentimento {

/// Dilation by the disc of all offsets with dx² + dy² ≤ pixels²; negative: erosion by it. Exact, on
/// soft masks too (the maximum, or minimum, under the disc).
[[nodiscard]] Mask grown(const Mask& mask, int pixels);

/// Gaussian blur whose transition at a straight edge is about `width` pixels wide (sigma = width/4)
/// and centred on the edge.
[[nodiscard]] Mask feathered(const Mask& mask, double width);

[[nodiscard]] Mask inverted(const Mask& mask);

/// Areas below half coverage that are enclosed by the mask become fully covered.
[[nodiscard]] Mask withHolesFilled(const Mask& mask);

enum class MaskCombination { Add, Subtract, Intersect };
/// @throws Error(InvalidInput) when the extents differ
[[nodiscard]] Mask combined(const Mask& mask, const Mask& other, MaskCombination how);

/// Mean of value/255, 0 to 1.
[[nodiscard]] double coverage(const Mask& mask);

/// Euclidean distance, row by row, of each covered pixel (value > 0) to the nearest uncovered one;
/// 0 for uncovered pixels, at least 1 for covered ones, and "very far" when nothing is uncovered.
[[nodiscard]] std::vector<float> depthInside(const Mask& mask);

/// The part of the mask under `area`; what lies beyond the mask gets `outside`.
[[nodiscard]] Mask cropped(const Mask& mask, Rect area, uint8_t outside = 0);

}  // namespace pentimento
