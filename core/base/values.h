/// Small strong types where two numbers could be confused.
#pragma once

#include <compare>
#include <cstdint>

namespace pentimento {

/// Width and height in pixels.
struct Extent {
  int width = 0;
  int height = 0;
  auto operator<=>(const Extent&) const = default;
  [[nodiscard]] constexpr int64_t area() const noexcept { return int64_t{width} * height; }
  [[nodiscard]] constexpr bool empty() const noexcept { return width <= 0 || height <= 0; }
};

/// A rectangle of whole pixels; x to the right, y down; may lie outside of an image.
struct Rect {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  auto operator<=>(const Rect&) const = default;
  [[nodiscard]] constexpr int right() const noexcept { return x + width; }    ///< exclusive
  [[nodiscard]] constexpr int bottom() const noexcept { return y + height; }  ///< exclusive
  [[nodiscard]] constexpr Extent extent() const noexcept { return {width, height}; }
  [[nodiscard]] constexpr bool empty() const noexcept { return width <= 0 || height <= 0; }
};

/// The seed of one picture. Picture k of a batch uses `seed + k`, so that any one can be repeated
/// alone.
struct Seed {
  uint64_t value = 0;
  auto operator<=>(const Seed&) const = default;
  [[nodiscard]] constexpr Seed next(uint64_t k) const noexcept { return {value + k}; }
};

}  // namespace pentimento
