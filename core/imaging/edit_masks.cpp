#include "core/imaging/edit_masks.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/imaging/mask_operations.h"

namespace pentimento {
namespace {

/// How wide the soft edge may be at each pixel: `width`, or the depth of the mask nearby where that
/// is less.
cv::Mat localWidth(const cv::Mat& depth, int width) {
  cv::Mat result;
  const int side = 2 * width + 1;
  cv::dilate(depth, result, cv::Mat::ones(side, side, CV_8U));
  cv::min(result, static_cast<double>(width), result);
  return result;
}

double smoothStep(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

Mask blendInside(const Mask& effective, int width) {
  Mask blend(effective.extent());
  std::vector<float> depth = depthInside(effective);
  const cv::Mat depthMat(effective.height(), effective.width(), CV_32FC1, depth.data());
  const cv::Mat widths = width > 0 ? localWidth(depthMat, width) : cv::Mat();
  for (int y = 0; y < effective.height(); ++y) {
    const float* depths = depthMat.ptr<float>(y);
    const float* widthsHere = widths.empty() ? nullptr : widths.ptr<float>(y);
    const auto row = blend.writableRow(y);
    for (int x = 0; x < effective.width(); ++x) {
      if (depths[x] <= 0) continue;
      const double weight = widthsHere ? smoothStep(depths[x] / widthsHere[x]) : 1.0;
      row[x] = static_cast<uint8_t>(std::max(1L, std::lround(weight * 255)));
    }
  }
  return blend;
}

}  // namespace

Mask effectiveMask(const Mask& painted, const EditMaskOptions& options) {
  return grown(painted, options.grow);
}

EditMasks makeEditMasks(const Mask& painted, const EditMaskOptions& options) {
  const Mask effective = effectiveMask(painted, options);
  const Rect bounds = effective.bounds();
  if (bounds.empty()) return {effective, effective};

  EditMasks masks;
  masks.blend = Mask(effective.extent());
  // Work where the mask is; the pixel around it is the nearest that stays.
  const int left = std::max(bounds.x - 1, 0), top = std::max(bounds.y - 1, 0);
  const Rect area{left, top, std::min(bounds.right() + 1, effective.width()) - left,
                  std::min(bounds.bottom() + 1, effective.height()) - top};
  const Mask part = blendInside(cropped(effective, area), options.blend);
  for (int y = 0; y < area.height; ++y)
    std::ranges::copy(part.row(y), masks.blend.writableRow(area.y + y).begin() + area.x);

  const double feather = std::max<double>(
      options.featherMinimum, options.featherFraction * std::max(bounds.width, bounds.height));
  masks.model =
      combined(feathered(effective, feather),
               combined(masks.blend, effective, MaskCombination::Intersect), MaskCombination::Add);
  return masks;
}

}  // namespace pentimento
