/// The twelve colours of the world, and arithmetic with linear-light-ignorant 0..1 RGB.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/training/scenes/random.h"

namespace pentimento::scenes {

struct Rgb {
  float r = 0, g = 0, b = 0;
};

[[nodiscard]] constexpr Rgb mix(Rgb a, Rgb b, float t) noexcept {
  return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}
[[nodiscard]] constexpr Rgb lighter(Rgb c, float amount) noexcept {
  return mix(c, {1, 1, 1}, amount);
}
[[nodiscard]] constexpr Rgb darker(Rgb c, float amount) noexcept {
  const float keep = 1 - amount;
  return {c.r * keep, c.g * keep, c.b * keep};
}
[[nodiscard]] constexpr float luma(Rgb c) noexcept {
  return 0.299f * c.r + 0.587f * c.g + 0.114f * c.b;
}

enum class ColourName : uint8_t {
  Red,
  Orange,
  Yellow,
  Green,
  Teal,
  Blue,
  Purple,
  Pink,
  Brown,
  White,
  Gray,
  Black
};
inline constexpr int kColourCount = 12;

[[nodiscard]] std::string_view wordFor(ColourName colour) noexcept;
/// The clear case of a colour.
[[nodiscard]] Rgb rgbOf(ColourName colour) noexcept;
/// A colour that people would still call by this name.
[[nodiscard]] Rgb jittered(ColourName colour, Random& random) noexcept;

}  // namespace pentimento::scenes
