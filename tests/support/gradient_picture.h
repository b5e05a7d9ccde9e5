/// A picture for tests in which something can be seen.
#pragma once

#include "core/imaging/image.h"

namespace pentimento {

/// 8 bit RGB: red grows to the right, green downwards, blue is the same everywhere.
inline Image gradientPicture(Extent extent, int blue) {
  Image image(extent, ChannelLayout::Rgb, BitDepth::Eight);
  for (int y = 0; y < extent.height; ++y) {
    auto row = image.writableRow8(y);
    for (int x = 0; x < extent.width; ++x) {
      row[static_cast<size_t>(3 * x)] = static_cast<uint8_t>(x * 255 / extent.width);
      row[static_cast<size_t>(3 * x + 1)] = static_cast<uint8_t>(y * 255 / extent.height);
      row[static_cast<size_t>(3 * x + 2)] = static_cast<uint8_t>(blue);
    }
  }
  return image;
}

}  // namespace pentimento
