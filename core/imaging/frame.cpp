#include "core/imaging/frame.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/base/error.h"
#include "core/imaging/mask_operations.h"
#include "core/imaging/resize.h"

namespace pentimento {
namespace {

int toMultiple(double length, int multiple) {
  return std::max(1, static_cast<int>(std::lround(length / multiple))) * multiple;
}

/// An interval of `length` around the middle of [from, to), moved into [0, limit); all of that when
/// it is longer.
std::pair<int, int> intervalAround(int from, int to, int length, int limit) {
  if (length >= limit) return {0, limit};
  const int start = std::clamp((from + to - length) / 2, 0, limit - length);
  return {start, start + length};
}

/// Index of the pixel that stands in for `position` on an axis of `size` pixels.
int sourceIndex(int position, int size, EdgeFill fill) {
  if (position >= 0 && position < size) return position;
  if (fill == EdgeFill::Replicate || size == 1) return std::clamp(position, 0, size - 1);
  const int period = 2 * (size - 1);  // the edge pixel is not repeated
  const int phase = ((position % period) + period) % period;
  return phase < size ? phase : period - phase;
}

ResizeFilter maskFilter(Extent from, Extent to) {
  return to.area() < from.area() ? ResizeFilter::Area : ResizeFilter::Bilinear;
}

}  // namespace

Extent modelSizeFor(Extent frame, const ModelSizeRule& rule) {
  if (frame.empty() || rule.native.empty() || rule.multiple < 1)
    throw Error(ErrorKind::InvalidInput, "a frame of {} x {} pixels cannot be shown to a model",
                frame.width, frame.height);
  const double native = static_cast<double>(rule.native.area());
  const double most = std::max(native, static_cast<double>(rule.maxPixels));
  const double area = std::clamp(static_cast<double>(frame.area()), native, most);
  const double scale = std::sqrt(area / static_cast<double>(frame.area()));
  return {toMultiple(frame.width * scale, rule.multiple),
          toMultiple(frame.height * scale, rule.multiple)};
}

Rect chooseFrame(const Mask& mask, const FrameOptions& options) {
  return chooseFrame(mask.bounds(), coverage(mask), mask.extent(), options);
}

Rect chooseFrame(Rect bounds, double share, Extent picture, const FrameOptions& options) {
  if (bounds.empty() || share >= options.wholePictureShare)
    return {0, 0, picture.width, picture.height};
  const int size = std::max(bounds.width, bounds.height);
  const int padding =
      std::max({options.paddingMinimum, static_cast<int>(std::ceil(options.paddingFraction * size)),
                static_cast<int>(std::ceil(options.contextFraction * size / 2))});
  const int width = std::max(bounds.width + 2 * padding, options.minimum.width);
  const int height = std::max(bounds.height + 2 * padding, options.minimum.height);
  const auto [left, right] = intervalAround(bounds.x, bounds.right(), width, picture.width);
  const auto [top, bottom] = intervalAround(bounds.y, bounds.bottom(), height, picture.height);
  return {left, top, right - left, bottom - top};
}

Image cropped(const Image& image, Rect area, EdgeFill fill) {
  if (image.empty()) throw Error(ErrorKind::InvalidInput, "an empty picture cannot be cropped");
  if (area == Rect{0, 0, image.width(), image.height()}) return image;
  Image result(area.extent(), image.layout(), image.depth());
  result.metadata = image.metadata;
  const size_t pixel = image.bytesPerPixel();
  const int innerLeft = std::clamp(-area.x, 0, area.width);
  const int innerRight = std::clamp(image.width() - area.x, innerLeft, area.width);
  const auto bytes = result.writableBytes();
  for (int y = 0; y < area.height; ++y) {
    const std::byte* from =
        image.bytes().data() + sourceIndex(area.y + y, image.height(), fill) * image.bytesPerRow();
    std::byte* to = bytes.data() + y * result.bytesPerRow();
    const auto copyPixels = [&](int x, int count) {
      const int source = sourceIndex(area.x + x, image.width(), fill);
      std::memcpy(to + x * pixel, from + source * pixel, count * pixel);
    };
    for (int x = 0; x < innerLeft; ++x) copyPixels(x, 1);
    if (innerRight > innerLeft) copyPixels(innerLeft, innerRight - innerLeft);
    for (int x = innerRight; x < area.width; ++x) copyPixels(x, 1);
  }
  return result;
}

Image extractFrame(const Image& image, const FrameTransform& transform, EdgeFill fill) {
  return resized(cropped(image, transform.frame, fill), transform.model, ResizeFilter::Lanczos);
}

Mask extractFrame(const Mask& mask, const FrameTransform& transform) {
  const Extent frame = transform.frame.extent();
  return resized(cropped(mask, transform.frame), transform.model,
                 maskFilter(frame, transform.model));
}

Image restoreFrame(const Image& modelPicture, const FrameTransform& transform) {
  if (modelPicture.extent() != transform.model)
    throw Error(ErrorKind::InvalidInput,
                "the model's picture has {} x {} pixels where {} x {} were expected",
                modelPicture.width(), modelPicture.height(), transform.model.width,
                transform.model.height);
  return resized(modelPicture, transform.frame.extent(), ResizeFilter::Lanczos);
}

Image extendCanvas(const Image& image, Rect canvas, EdgeFill fill) {
  return cropped(image, canvas, fill);
}

Mask outpaintMask(Extent picture, Rect canvas, int overlap) {
  Mask mask(canvas.extent(), 255);
  // The overlap lies only beside sides at which the canvas grows.
  const int left = canvas.x < 0 ? overlap - canvas.x : 0;
  const int top = canvas.y < 0 ? overlap - canvas.y : 0;
  const int right = std::min(
      canvas.width, picture.width - canvas.x - (canvas.right() > picture.width ? overlap : 0));
  const int bottom = std::min(
      canvas.height, picture.height - canvas.y - (canvas.bottom() > picture.height ? overlap : 0));
  for (int y = top; y < bottom; ++y) {
    const auto row = mask.writableRow(y);
    if (right > left) std::fill(row.begin() + left, row.begin() + right, uint8_t{0});
  }
  return mask;
}

}  // namespace pentimento
