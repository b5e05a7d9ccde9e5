#include "core/imaging/lab.h"

#include <opencv2/imgproc.hpp>

#include "core/imaging/convert.h"

namespace pentimento {

std::vector<Lab> toLab(const Image& image) {
  const Image rgb = toLayout(image, ChannelLayout::Rgb);
  const bool eight = rgb.depth() == BitDepth::Eight;
  const cv::Mat pixels(rgb.height(), rgb.width(), eight ? CV_8UC3 : CV_16UC3,
                       const_cast<std::byte*>(rgb.bytes().data()));
  std::vector<Lab> result(static_cast<size_t>(rgb.extent().area()));
  cv::Mat lab(rgb.height(), rgb.width(), CV_32FC3, result.data());
  pixels.convertTo(lab, CV_32F, eight ? 1.0 / 255 : 1.0 / 65535);
  cv::cvtColor(lab, lab, cv::COLOR_RGB2Lab);
  return result;
}

Image fromLab(const std::vector<Lab>& pixels, Extent extent, BitDepth depth) {
  Image result(extent, ChannelLayout::Rgb, depth);
  const cv::Mat lab(extent.height, extent.width, CV_32FC3, const_cast<Lab*>(pixels.data()));
  cv::Mat rgb;
  cv::cvtColor(lab, rgb, cv::COLOR_Lab2RGB);
  const bool eight = depth == BitDepth::Eight;
  cv::Mat target(extent.height, extent.width, eight ? CV_8UC3 : CV_16UC3,
                 result.writableBytes().data());
  rgb.convertTo(target, target.type(), eight ? 255.0 : 65535.0);
  return result;
}

}  // namespace pentimento
