#include "core/imaging/contact_sheet.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/imaging/colour_profile.h"
#include "core/imaging/convert.h"
#include "core/imaging/resize.h"

namespace pentimento {
namespace {

constexpr int kSheetBackground = 32;
const cv::Scalar kCaptionColour{220, 220, 220};

Image fittedInto(const Image& picture, Extent cell) {
  const Image rgb = toDepth(toModelColours(picture), BitDepth::Eight);
  const double scale = std::min(static_cast<double>(cell.width) / rgb.width(),
                                static_cast<double>(cell.height) / rgb.height());
  if (scale >= 1) {  // whole factors, so that small pictures show their pixels
    const int factor = static_cast<int>(scale);
    return resized(rgb, {rgb.width() * factor, rgb.height() * factor}, ResizeFilter::Area);
  }
  return resized(rgb,
                 {std::max(1, static_cast<int>(std::lround(rgb.width() * scale))),
                  std::max(1, static_cast<int>(std::lround(rgb.height() * scale)))},
                 ResizeFilter::Lanczos);
}

void drawCaption(cv::Mat area, std::string caption) {
  std::ranges::replace_if(
      caption, [](unsigned char c) { return c < 32 || c > 126; }, '?');
  const double scale = area.rows / 32.0;
  cv::putText(area, caption, {1, area.rows * 7 / 10}, cv::FONT_HERSHEY_SIMPLEX, scale,
              kCaptionColour, 1, cv::LINE_AA);
}

}  // namespace

Image contactSheet(const std::vector<Image>& pictures, const std::vector<std::string>& captions,
                   const ContactSheetOptions& options) {
  if (pictures.empty()) throw Error(ErrorKind::InvalidInput, "a contact sheet needs pictures");
  const int count = static_cast<int>(pictures.size());
  const int columns =
      options.columns > 0 ? options.columns : static_cast<int>(std::ceil(std::sqrt(count)));
  const int rows = (count + columns - 1) / columns;
  const int stepX = options.cell.width + options.gap;
  const int stepY = options.cell.height + options.captionHeight + options.gap;
  Image sheet({columns * stepX + options.gap, rows * stepY + options.gap}, ChannelLayout::Rgb,
              BitDepth::Eight);
  cv::Mat canvas(sheet.height(), sheet.width(), CV_8UC3, sheet.writableBytes().data());
  canvas.setTo(cv::Scalar::all(kSheetBackground));
  for (int i = 0; i < count; ++i) {
    const int x = options.gap + i % columns * stepX, y = options.gap + i / columns * stepY;
    const Image picture = fittedInto(pictures[static_cast<size_t>(i)], options.cell);
    const cv::Mat pixels(picture.height(), picture.width(), CV_8UC3,
                         const_cast<std::byte*>(picture.bytes().data()));
    pixels.copyTo(canvas({x + (options.cell.width - picture.width()) / 2,
                          y + (options.cell.height - picture.height()) / 2, picture.width(),
                          picture.height()}));
    if (options.captionHeight > 0 && static_cast<size_t>(i) < captions.size())
      drawCaption(canvas({x, y + options.cell.height, options.cell.width, options.captionHeight}),
                  captions[static_cast<size_t>(i)]);
  }
  return sheet;
}

}  // namespace pentimento
