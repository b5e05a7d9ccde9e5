/// Pictures and masks for tests, the same on every run.
#pragma once

#include <cmath>
#include <cstring>
#include <numbers>
#include <random>

#include "core/imaging/image.h"

namespace pentimento::pictures {

/// Every byte drawn at random.
inline Image noise(Extent extent, ChannelLayout layout, BitDepth depth, uint32_t seed) {
  Image image(extent, layout, depth);
  std::mt19937 random(seed);
  for (std::byte& byte : image.writableBytes()) byte = static_cast<std::byte>(random() & 255);
  return image;
}

/// Smooth and coloured, 8-bit RGB: red rises to the right, green downwards, blue in waves.
inline Image scenery(Extent extent) {
  Image image(extent, ChannelLayout::Rgb, BitDepth::Eight);
  for (int y = 0; y < extent.height; ++y) {
    const auto row = image.writableRow8(y);
    for (int x = 0; x < extent.width; ++x) {
      row[x * 3] = static_cast<uint8_t>(40 + 160 * x / extent.width);
      row[x * 3 + 1] = static_cast<uint8_t>(60 + 120 * y / extent.height);
      row[x * 3 + 2] = static_cast<uint8_t>(
          128 + 60 * std::sin(2 * std::numbers::pi * (x + y) / (extent.width + extent.height)));
    }
  }
  return image;
}

inline Image even(Extent extent, uint8_t red, uint8_t green, uint8_t blue) {
  Image image(extent, ChannelLayout::Rgb, BitDepth::Eight);
  for (int y = 0; y < extent.height; ++y) {
    const auto row = image.writableRow8(y);
    for (int x = 0; x < extent.width; ++x) {
      row[x * 3] = red;
      row[x * 3 + 1] = green;
      row[x * 3 + 2] = blue;
    }
  }
  return image;
}

/// 255 in the rectangle, 0 elsewhere.
inline Mask box(Extent extent, Rect rect) {
  Mask mask(extent);
  for (int y = std::max(0, rect.y); y < std::min(extent.height, rect.bottom()); ++y)
    for (int x = std::max(0, rect.x); x < std::min(extent.width, rect.right()); ++x)
      mask.writableRow(y)[x] = 255;
  return mask;
}

/// Mostly 0, with blotches of all values.
inline Mask blotches(Extent extent, uint32_t seed) {
  Mask mask(extent);
  std::mt19937 random(seed);
  const auto upTo = [&](int limit) {
    return static_cast<int>(random() % static_cast<uint32_t>(limit));
  };
  for (int i = 0; i < 4; ++i) {
    const int left = upTo(extent.width), top = upTo(extent.height);
    const int right = left + 1 + upTo(extent.width / 3 + 1);
    const int bottom = top + 1 + upTo(extent.height / 3 + 1);
    const auto value = static_cast<uint8_t>(1 + upTo(255));
    for (int y = top; y < std::min(bottom, extent.height); ++y)
      for (int x = left; x < std::min(right, extent.width); ++x) mask.writableRow(y)[x] = value;
  }
  return mask;
}

}  // namespace pentimento::pictures
