#include "core/imaging/orientation.h"

#include <array>

namespace pentimento {
namespace {

/// Where output pixels come from: source index = start + x·stepX + y·stepY.
struct Walk {
  ptrdiff_t start = 0, stepX = 0, stepY = 0;
};

Walk walkFor(int orientation, ptrdiff_t width, ptrdiff_t height) {
  const ptrdiff_t lastRow = (height - 1) * width, lastColumn = width - 1;
  switch (orientation) {
    case 2:
      return {lastColumn, -1, width};
    case 3:
      return {lastRow + lastColumn, -1, -width};
    case 4:
      return {lastRow, 1, -width};
    case 5:
      return {0, width, 1};
    case 6:
      return {lastRow, -width, 1};
    case 7:
      return {lastRow + lastColumn, -width, -1};
    case 8:
      return {lastColumn, width, -1};
    default:
      return {0, 1, width};
  }
}

template <size_t kBytes>
void copyAlong(const Walk& walk, const Image& from, Image& to) {
  using Pixel = std::array<std::byte, kBytes>;
  const auto* source = reinterpret_cast<const Pixel*>(from.bytes().data());
  auto* target = reinterpret_cast<Pixel*>(to.writableBytes().data());
  for (ptrdiff_t y = 0; y < to.height(); ++y)
    for (ptrdiff_t x = 0; x < to.width(); ++x)
      *target++ = source[walk.start + x * walk.stepX + y * walk.stepY];
}

}  // namespace

Image uprighted(const Image& image, int exifOrientation) {
  if (exifOrientation < 2 || exifOrientation > 8 || image.empty()) return image;
  const bool turned = exifOrientation >= 5;
  Image result(turned ? Extent{image.height(), image.width()} : image.extent(), image.layout(),
               image.depth());
  result.metadata = image.metadata;
  const Walk walk = walkFor(exifOrientation, image.width(), image.height());
  switch (image.bytesPerPixel()) {
    case 1:
      copyAlong<1>(walk, image, result);
      break;
    case 2:
      copyAlong<2>(walk, image, result);
      break;
    case 3:
      copyAlong<3>(walk, image, result);
      break;
    case 4:
      copyAlong<4>(walk, image, result);
      break;
    case 6:
      copyAlong<6>(walk, image, result);
      break;
    default:
      copyAlong<8>(walk, image, result);
      break;
  }
  return result;
}

}  // namespace pentimento
