#include "core/imaging/prefill.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>
#include <random>

#include "core/base/error.h"

namespace pentimento {
namespace {

constexpr double kInpaintRadius = 5;

void requireFillable(const Image& image, const Mask& mask) {
  if (image.layout() != ChannelLayout::Rgb || image.depth() != BitDepth::Eight ||
      image.extent() != mask.extent() || image.empty())
    throw Error(ErrorKind::InvalidInput,
                "filling needs an 8-bit RGB picture and a mask of its size");
}

cv::Mat pixelsOf(const Image& image) {
  return {image.height(), image.width(), CV_8UC3, const_cast<std::byte*>(image.bytes().data())};
}

cv::Mat valuesOf(const Mask& mask) {
  return {mask.height(), mask.width(), CV_8UC1, const_cast<uint8_t*>(mask.values().data())};
}

/// `image` where the mask is 0, `filled` where it is 255.
Image mixedByMask(const Image& image, const cv::Mat& filled, const Mask& mask) {
  Image result = image;
  for (int y = 0; y < image.height(); ++y) {
    const auto row = result.writableRow8(y);
    const uint8_t* fill = filled.ptr<uint8_t>(y);
    const auto weights = mask.row(y);
    for (int x = 0; x < image.width(); ++x)
      for (int i = x * 3; weights[x] != 0 && i < x * 3 + 3; ++i)
        row[i] =
            static_cast<uint8_t>((row[i] * (255 - weights[x]) + fill[i] * weights[x] + 127) / 255);
  }
  return result;
}

/// Replaces the pixels that `known` (1 or 0, float) leaves open by a smooth continuation of the
/// others. A coarser picture, made of the known pixels alone, gives the first guess; some rounds of
/// averaging neighbours bring it to rest.
void fillSmoothly(cv::Mat& colours, const cv::Mat& known) {
  if (cv::countNonZero(known) == static_cast<int>(known.total())) return;
  if (std::max(colours.cols, colours.rows) > 2) {
    const cv::Size half((colours.cols + 1) / 2, (colours.rows + 1) / 2);
    cv::Mat weight3, weighted, coarse, coarseWeight;
    cv::merge(std::vector<cv::Mat>(3, known), weight3);
    cv::resize(colours.mul(weight3), coarse, half, 0, 0, cv::INTER_AREA);
    cv::resize(known, coarseWeight, half, 0, 0, cv::INTER_AREA);
    cv::Mat coarseKnown = coarseWeight > 0;
    coarseKnown.convertTo(coarseKnown, CV_32F, 1.0 / 255);
    cv::merge(std::vector<cv::Mat>(3, cv::max(coarseWeight, 1e-6)), weight3);
    coarse /= weight3;
    fillSmoothly(coarse, coarseKnown);
    cv::resize(coarse, weighted, colours.size(), 0, 0, cv::INTER_LINEAR);
    weighted.copyTo(colours, known == 0);
  }
  constexpr int kRounds = 8;
  const cv::Mat open = known == 0;
  const cv::Mat cross = (cv::Mat_<float>(3, 3) << 0, .25, 0, .25, 0, .25, 0, .25, 0);
  cv::Mat averaged;
  for (int round = 0; round < kRounds; ++round) {
    cv::filter2D(colours, averaged, CV_32F, cross, {-1, -1}, 0, cv::BORDER_REPLICATE);
    averaged.copyTo(colours, open);
  }
}

}  // namespace

Image prefilledFromSurroundings(const Image& image, const Mask& mask) {
  requireFillable(image, mask);
  if (std::ranges::find(mask.values(), 0) == mask.values().end())
    return prefilledWithBlur(image, mask);  // nothing to continue
  cv::Mat filled;
  cv::inpaint(pixelsOf(image), valuesOf(mask) > 0, filled, kInpaintRadius, cv::INPAINT_TELEA);
  return mixedByMask(image, filled, mask);
}

Image prefilledWithBlur(const Image& image, const Mask& mask) {
  requireFillable(image, mask);
  cv::Mat colours, known;
  pixelsOf(image).convertTo(colours, CV_32F);
  cv::Mat(valuesOf(mask) == 0).convertTo(known, CV_32F, 1.0 / 255);
  if (cv::countNonZero(known) == 0)
    colours.setTo(cv::mean(pixelsOf(image)));
  else
    fillSmoothly(colours, known);
  colours.convertTo(colours, CV_8U);
  return mixedByMask(image, colours, mask);
}

Image prefilledWithNoise(const Image& image, const Mask& mask, Seed seed) {
  requireFillable(image, mask);
  cv::Mat noise(image.height(), image.width(), CV_8UC3);
  std::mt19937_64 random(seed.value);
  for (size_t i = 0; i < noise.total() * 3; ++i)
    noise.data[i] = static_cast<uint8_t>(random() >> 56);
  return mixedByMask(image, noise, mask);
}

}  // namespace pentimento
