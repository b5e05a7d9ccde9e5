#include "core/imaging/convert.h"

#include "core/imaging/sample_rows.h"

namespace pentimento {
namespace {

template <typename Sample>
Sample luma(const Sample* rgb) {
  // Rec. 709 weights in 16 fractional bits; they add up to 65536, so white stays white.
  return static_cast<Sample>((13933u * rgb[0] + 46871u * rgb[1] + 4732u * rgb[2] + 32768u) >> 16);
}

template <typename Sample>
void convertPixel(const Sample* from, int fromChannels, Sample* to, int toChannels) {
  const bool fromColour = fromChannels >= 3;
  if (toChannels >= 3) {
    for (int c = 0; c < 3; ++c) to[c] = from[fromColour ? c : 0];
  } else {
    to[0] = fromColour ? luma(from) : from[0];
  }
  if (toChannels % 2 == 0)
    to[toChannels - 1] =
        fromChannels % 2 == 0 ? from[fromChannels - 1] : static_cast<Sample>(kSampleMax<Sample>);
}

template <typename Sample>
void flattenPixel(const Sample* from, Sample* to, int colours, uint64_t background) {
  const uint64_t alpha = from[colours];
  const uint64_t most = kSampleMax<Sample>;
  for (int c = 0; c < colours; ++c)
    to[c] = static_cast<Sample>((from[c] * alpha + background * (most - alpha) + most / 2) / most);
}

}  // namespace

Image toDepth(const Image& image, BitDepth depth) {
  if (image.depth() == depth || image.empty()) return image;
  Image result(image.extent(), image.layout(), depth);
  result.metadata = image.metadata;
  for (int y = 0; y < image.height(); ++y) {
    if (depth == BitDepth::Sixteen) {
      const auto from = image.row8(y);
      const auto to = result.writableRow16(y);
      for (size_t i = 0; i < to.size(); ++i) to[i] = static_cast<uint16_t>(from[i] * 257);
    } else {
      const auto from = image.row16(y);
      const auto to = result.writableRow8(y);
      for (size_t i = 0; i < to.size(); ++i)
        to[i] = static_cast<uint8_t>((from[i] * 255u + 32767u) / 65535u);
    }
  }
  return result;
}

Image toLayout(const Image& image, ChannelLayout layout) {
  if (image.layout() == layout || image.empty()) return image;
  Image result(image.extent(), layout, image.depth());
  result.metadata = image.metadata;
  const int fromChannels = image.channels();
  const int toChannels = result.channels();
  withSampleType(image.depth(), [&](auto sample) {
    using Sample = decltype(sample);
    for (int y = 0; y < image.height(); ++y) {
      const Sample* from = sampleRow<Sample>(image, y).data();
      Sample* to = writableSampleRow<Sample>(result, y).data();
      for (int x = 0; x < image.width(); ++x)
        convertPixel(from + x * fromChannels, fromChannels, to + x * toChannels, toChannels);
    }
  });
  return result;
}

Image flattened(const Image& image, double background) {
  if (!image.hasAlpha() || image.empty()) return image;
  const int colours = image.channels() - 1;
  Image result(image.extent(), static_cast<ChannelLayout>(colours), image.depth());
  result.metadata = image.metadata;
  withSampleType(image.depth(), [&](auto sample) {
    using Sample = decltype(sample);
    const auto level = static_cast<uint64_t>(background * kSampleMax<Sample> + 0.5);
    for (int y = 0; y < image.height(); ++y) {
      const Sample* from = sampleRow<Sample>(image, y).data();
      Sample* to = writableSampleRow<Sample>(result, y).data();
      for (int x = 0; x < image.width(); ++x)
        flattenPixel(from + x * (colours + 1), to + x * colours, colours, level);
    }
  });
  return result;
}

bool hasTransparency(const Image& image) {
  if (!image.hasAlpha()) return false;
  const int channels = image.channels();
  return withSampleType(image.depth(), [&](auto sample) {
    using Sample = decltype(sample);
    for (int y = 0; y < image.height(); ++y) {
      const auto row = sampleRow<Sample>(image, y);
      for (size_t i = channels - 1; i < row.size(); i += channels)
        if (row[i] != kSampleMax<Sample>) return true;
    }
    return false;
  });
}

}  // namespace pentimento
