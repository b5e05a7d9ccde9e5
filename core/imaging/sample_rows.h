/// Rows of an Image by sample type, so that a loop is written once for 8 and 16 bit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

#include "core/imaging/image.h"

namespace pentimento {

template <typename Sample>
inline constexpr int kSampleMax = std::numeric_limits<Sample>::max();

template <typename Sample>
[[nodiscard]] std::span<const Sample> sampleRow(const Image& image, int y) {
  if constexpr (std::is_same_v<Sample, uint8_t>)
    return image.row8(y);
  else
    return image.row16(y);
}

template <typename Sample>
[[nodiscard]] std::span<Sample> writableSampleRow(Image& image, int y) {
  if constexpr (std::is_same_v<Sample, uint8_t>)
    return image.writableRow8(y);
  else
    return image.writableRow16(y);
}

/// Calls `function` with a value of the sample type of `depth`: `[](auto sample) { using S =
/// decltype(sample); ... }`.
template <typename Function>
decltype(auto) withSampleType(BitDepth depth, Function&& function) {
  return depth == BitDepth::Eight ? function(uint8_t{}) : function(uint16_t{});
}

/// Rounds half up and clamps to the range of the sample type.
template <typename Sample>
[[nodiscard]] inline Sample toSample(float value) noexcept {
  return static_cast<Sample>(
      std::clamp(value + 0.5f, 0.0f, static_cast<float>(kSampleMax<Sample>)));
}

}  // namespace pentimento
