#include "core/imaging/mask_file.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/imaging/codec.h"
#include "core/imaging/convert.h"
#include "core/imaging/mask_operations.h"

namespace pentimento {
namespace {

/// Share of the outermost pixels that are mostly masked.
double borderShare(const Mask& mask) {
  int64_t masked = 0, count = 0;
  for (int y = 0; y < mask.height(); ++y) {
    const bool edgeRow = y == 0 || y == mask.height() - 1;
    const int step = edgeRow ? 1 : std::max(1, mask.width() - 1);
    for (int x = 0; x < mask.width(); x += step, ++count) masked += mask.row(y)[x] >= 128;
  }
  return static_cast<double>(masked) / static_cast<double>(count);
}

MaskFile examined(Mask mask) {
  constexpr double kMostOfTheBorder = 0.95;
  const double share = coverage(mask);
  MaskFile file{std::move(mask), {}, false};
  if (share == 0) file.note = "the mask is empty: nothing would change";
  if (share == 1) file.note = "the mask covers the whole picture";
  file.looksInverted = share > 0.5 && share < 1 && borderShare(file.mask) > kMostOfTheBorder;
  return file;
}

}  // namespace

MaskFile maskFromImage(const Image& image, MaskConvention convention) {
  if (convention == MaskConvention::DalleAlpha && !image.hasAlpha())
    throw Error(ErrorKind::InvalidInput,
                "the mask has no transparency, and transparent is where to edit; use a PNG with "
                "alpha, or a mask that is white where to edit");
  const Image pixels = toLayout(toDepth(image, BitDepth::Eight), ChannelLayout::GrayAlpha);
  Mask mask(image.extent());
  for (int y = 0; y < mask.height(); ++y) {
    const auto from = pixels.row8(y);
    const auto to = mask.writableRow(y);
    for (size_t x = 0; x < to.size(); ++x) {
      const int luminance = from[2 * x], alpha = from[2 * x + 1];
      to[x] = static_cast<uint8_t>(
          convention == MaskConvention::DalleAlpha ? 255 - alpha : (luminance * alpha + 127) / 255);
    }
  }
  return examined(std::move(mask));
}

MaskFile readMask(const std::filesystem::path& path, MaskConvention convention) {
  return maskFromImage(readImage(path), convention);
}

}  // namespace pentimento
