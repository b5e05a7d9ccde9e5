#include "app/document/smart_select.h"

#include <algorithm>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "app/document/geometry.h"
#include "core/imaging/convert.h"
#include "core/imaging/frame.h"
#include "core/imaging/mask_operations.h"
#include "core/imaging/resize.h"

namespace pentimento {
namespace {

constexpr int kObjectSide = 512;
constexpr int kObjectRounds = 5;

Image plainColours(const Image& image) {
  return toDepth(toLayout(image, ChannelLayout::Rgb), BitDepth::Eight);
}

Mask similarPixels(const Image& rgb, QPoint at, int tolerance) {
  const uint8_t* wanted = rgb.row8(at.y()).data() + 3 * at.x();
  Mask mask(rgb.extent());
  for (int y = 0; y < rgb.height(); ++y) {
    const uint8_t* in = rgb.row8(y).data();
    const auto out = mask.writableRow(y);
    for (int x = 0; x < rgb.width(); ++x, in += 3)
      out[x] = std::abs(in[0] - wanted[0]) <= tolerance &&
                       std::abs(in[1] - wanted[1]) <= tolerance &&
                       std::abs(in[2] - wanted[2]) <= tolerance
                   ? 255
                   : 0;
  }
  return mask;
}

}  // namespace

Mask wandSelection(const Image& picture, QPoint at, const WandOptions& options) {
  Mask similar = similarPixels(plainColours(picture), at, options.tolerance);
  if (!options.contiguous) return similar;
  cv::Mat area(similar.height(), similar.width(), CV_8U, similar.writableValues().data());
  constexpr int kVisited = 128;
  cv::floodFill(area, {at.x(), at.y()}, kVisited, nullptr, 0, 0, 4);
  for (uint8_t& value : similar.writableValues()) value = value == kVisited ? 255 : 0;
  return similar;
}

Mask objectSelection(const Image& picture, const QRect& box) {
  const QRect whole(0, 0, picture.width(), picture.height());
  // The surroundings of the box are what the object is told apart from.
  const int margin = std::max(box.width(), box.height()) / 4 + 8;
  const QRect view = box.adjusted(-margin, -margin, margin, margin) & whole;
  const double scale = std::min(1.0, double(kObjectSide) / std::max(view.width(), view.height()));
  const Extent small{std::max(8, int(view.width() * scale)),
                     std::max(8, int(view.height() * scale))};
  Image looked = resized(cropped(plainColours(picture), toRect(view)), small, ResizeFilter::Area);
  cv::Mat pixels(small.height, small.width, CV_8UC3, looked.writableBytes().data());
  const QRect inner = (box & whole).translated(-view.topLeft());
  const cv::Rect seed(int(inner.x() * scale), int(inner.y() * scale),
                      std::max(1, int(inner.width() * scale)),
                      std::max(1, int(inner.height() * scale)));
  cv::Mat labels, background, foreground;
  cv::setRNGSeed(0);  // its clustering draws numbers; the same box selects the same object
  cv::grabCut(pixels, labels, seed & cv::Rect(0, 0, small.width, small.height), background,
              foreground, kObjectRounds, cv::GC_INIT_WITH_RECT);
  Mask found(small);
  for (int y = 0; y < small.height; ++y) {
    const auto row = found.writableRow(y);
    for (int x = 0; x < small.width; ++x) row[x] = labels.at<uint8_t>(y, x) & 1 ? 255 : 0;
  }
  const Mask enlarged = resized(found, toExtent(view.size()), ResizeFilter::Bilinear);
  return cropped(enlarged, toRect(whole.translated(-view.topLeft())));
}

}  // namespace pentimento
