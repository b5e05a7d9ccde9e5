#include "core/imaging/composite.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/imaging/colour_profile.h"
#include "core/imaging/frame.h"
#include "core/imaging/sample_rows.h"

namespace pentimento {
namespace {

/// (a·(255 − weight) + b·weight) / 255, rounded.
template <typename Sample>
Sample mixed(Sample a, Sample b, uint32_t weight) {
  return static_cast<Sample>((a * (255 - weight) + b * weight + 127) / 255);
}

template <typename Sample, int kChannels>
void blendRow(std::span<Sample> original, std::span<const Sample> result,
              std::span<const uint8_t> weights) {
  for (size_t x = 0; x < weights.size(); ++x) {
    const uint32_t weight = weights[x];
    if (weight == 0) continue;
    Sample* to = original.data() + x * kChannels;
    const Sample* from = result.data() + x * kChannels;
    if constexpr (kChannels % 2 == 1) {
      for (int c = 0; c < kChannels; ++c) to[c] = mixed(to[c], from[c], weight);
    } else {
      constexpr int kAlpha = kChannels - 1;
      const uint64_t under = uint64_t{to[kAlpha]} * (255 - weight);
      const uint64_t over = uint64_t{from[kAlpha]} * weight;
      const uint64_t sum = under + over;
      if (sum == 0) continue;
      for (int c = 0; c < kAlpha; ++c)
        to[c] = static_cast<Sample>((to[c] * under + from[c] * over + sum / 2) / sum);
      to[kAlpha] = static_cast<Sample>((sum + 127) / 255);
    }
  }
}

template <typename Sample>
auto blendRowFor(ChannelLayout layout) {
  switch (layout) {
    case ChannelLayout::Gray:
      return blendRow<Sample, 1>;
    case ChannelLayout::GrayAlpha:
      return blendRow<Sample, 2>;
    case ChannelLayout::Rgb:
      return blendRow<Sample, 3>;
    case ChannelLayout::Rgba:
      return blendRow<Sample, 4>;
  }
  throw Error(ErrorKind::Internal, "unknown channel layout");
}

/// What of `a` lies in `b`; empty when nothing does.
Rect intersection(Rect a, Rect b) {
  const int left = std::max(a.x, b.x), top = std::max(a.y, b.y);
  return {left, top, std::min(a.right(), b.right()) - left, std::min(a.bottom(), b.bottom()) - top};
}

void requireSameExtent(Extent a, Extent b, const char* what) {
  if (a != b)
    throw Error(ErrorKind::InvalidInput, "{} has {} x {} pixels where {} x {} are needed", what,
                b.width, b.height, a.width, a.height);
}

}  // namespace

Image composite(const Image& original, const Image& result, const Mask& blend, Rect frame) {
  requireSameExtent(original.extent(), blend.extent(), "the mask");
  requireSameExtent(frame.extent(), result.extent(), "the result");
  const Rect area = intersection(frame, blend.bounds());
  Image joined = original;
  if (area.empty()) return joined;
  const Image matched = fromModelColours(
      cropped(result, {area.x - frame.x, area.y - frame.y, area.width, area.height}), original);
  withSampleType(original.depth(), [&](auto sample) {
    using Sample = decltype(sample);
    const auto blendOneRow = blendRowFor<Sample>(original.layout());
    const size_t channels = static_cast<size_t>(original.channels());
    for (int y = 0; y < area.height; ++y)
      blendOneRow(writableSampleRow<Sample>(joined, area.y + y)
                      .subspan(area.x * channels, area.width * channels),
                  sampleRow<Sample>(matched, y), blend.row(area.y + y).subspan(area.x, area.width));
  });
  return joined;
}

int64_t countChangedOutside(const Image& original, const Image& result, const Mask& mask) {
  if (original.layout() != result.layout() || original.depth() != result.depth())
    throw Error(ErrorKind::InvalidInput,
                "pictures of different channels or depth cannot be compared");
  requireSameExtent(original.extent(), result.extent(), "the result");
  requireSameExtent(original.extent(), mask.extent(), "the mask");
  const size_t stride = original.bytesPerRow(), pixel = original.bytesPerPixel();
  int64_t changed = 0;
  for (int y = 0; y < original.height(); ++y) {
    const std::byte* a = original.bytes().data() + y * stride;
    const std::byte* b = result.bytes().data() + y * stride;
    if (std::memcmp(a, b, stride) == 0) continue;
    const auto keep = mask.row(y);
    for (int x = 0; x < original.width(); ++x)
      if (keep[x] == 0 && std::memcmp(a + x * pixel, b + x * pixel, pixel) != 0) ++changed;
  }
  return changed;
}

}  // namespace pentimento
