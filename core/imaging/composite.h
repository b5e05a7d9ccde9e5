/// Putting a result into a picture so that nothing outside of the mask changes, and proving it.
#pragma once

#include <cstdint>

#include "core/imaging/image.h"

namespace pentimento {

/// `original` with `result` blended in by `blend` (see edit_masks.h): layout, depth, profile and
/// metadata stay the original's, and where `blend` is 0 so does every byte. Where it is 255 the
/// pixel is the result's. Transparent parts become visible by the weight of the result (colours are
/// mixed in proportion to alpha).
/// @param result sRGB, any layout and depth; it covers `frame`
/// @param blend of the extent of `original`
/// @param frame in the original; what reaches past it is left out
/// @throws Error(InvalidInput) when the extents do not agree
[[nodiscard]] Image composite(const Image& original, const Image& result, const Mask& blend,
                              Rect frame);

/// How many pixels differ, in any byte, among those where `mask` is 0. A comparison of the pixels
/// themselves; it shares no code with `composite`.
/// @throws Error(InvalidInput) when extents, layouts or depths do not agree
[[nodiscard]] int64_t countChangedOutside(const Image& original, const Image& result,
                                          const Mask& mask);

}  // namespace pentimento
