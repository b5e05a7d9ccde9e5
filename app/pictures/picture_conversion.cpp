#include "app/pictures/picture_conversion.h"

#include <cstring>

#include "core/base/error.h"

namespace pentimento {
namespace {

QImage::Format formatOf(const Image& image) {
  const bool wide = image.depth() == BitDepth::Sixteen;
  switch (image.layout()) {
    case ChannelLayout::Gray:
      return wide ? QImage::Format_Grayscale16 : QImage::Format_Grayscale8;
    case ChannelLayout::Rgb:
      return wide ? QImage::Format_RGBX64 : QImage::Format_RGB888;
    default:
      return wide ? QImage::Format_RGBA64 : QImage::Format_RGBA8888;
  }
}

/// Spreads a row of any layout over the four channels that Qt's widest formats have.
template <typename Sample>
void spread(std::span<const Sample> from, Sample* to, int width, int channels, Sample opaque) {
  for (int x = 0; x < width; ++x) {
    const Sample* source = from.data() + static_cast<ptrdiff_t>(channels) * x;
    for (int c = 0; c < 3; ++c) to[4 * x + c] = source[channels < 3 ? 0 : c];
    to[4 * x + 3] = channels % 2 == 0 ? source[channels - 1] : opaque;
  }
}

}  // namespace

QImage toQImage(const Image& image) {
  if (image.empty()) return {};
  QImage picture(image.width(), image.height(), formatOf(image));
  const bool wide = image.depth() == BitDepth::Sixteen;
  const int channels = image.channels();
  const bool sameRows = channels == 1 || (!wide && channels >= 3);
  for (int y = 0; y < image.height(); ++y) {
    uchar* line = picture.scanLine(y);
    if (sameRows)
      std::memcpy(line, image.bytes().data() + y * image.bytesPerRow(), image.bytesPerRow());
    else if (wide)
      spread<uint16_t>(image.row16(y), reinterpret_cast<uint16_t*>(line), image.width(), channels,
                       0xffff);
    else
      spread<uint8_t>(image.row8(y), line, image.width(), channels, 0xff);
  }
  return picture;
}

Image fromQImage(const QImage& picture) {
  if (picture.isNull()) throw Error(ErrorKind::InvalidInput, "there is no picture to take");
  const bool wide = picture.depth() > 32 || picture.format() == QImage::Format_Grayscale16;
  const bool alpha = picture.hasAlphaChannel();
  const QImage plain = picture.convertToFormat(
      wide ? QImage::Format_RGBA64 : (alpha ? QImage::Format_RGBA8888 : QImage::Format_RGB888));
  Image image({plain.width(), plain.height()},
              alpha || wide ? ChannelLayout::Rgba : ChannelLayout::Rgb,
              wide ? BitDepth::Sixteen : BitDepth::Eight);
  const auto bytes = image.writableBytes();
  for (int y = 0; y < plain.height(); ++y)
    std::memcpy(bytes.data() + y * image.bytesPerRow(), plain.constScanLine(y),
                image.bytesPerRow());
  return image;
}

}  // namespace pentimento
