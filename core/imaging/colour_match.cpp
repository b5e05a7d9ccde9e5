#include "core/imaging/colour_match.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "core/imaging/lab.h"
#include "core/imaging/mask_operations.h"

namespace pentimento {
namespace {

/// A difference of one channel at a place (-1..1 over the picture).
struct RingSample {
  double x = 0, y = 0;
  Lab difference{};
};

/// value(x, y) = constant + slopeX·x + slopeY·y
struct Plane {
  double constant = 0, slopeX = 0, slopeY = 0;
  [[nodiscard]] double at(double x, double y) const { return constant + slopeX * x + slopeY * y; }
};

std::vector<RingSample> ringSamples(const Image& result, const Image& original, const Mask& mask,
                                    int ring) {
  // Far more pixels than a plane of three numbers needs; a grid of them will do.
  constexpr int64_t kEnough = 100'000;
  const std::vector<float> distance = depthInside([&] {
    Mask outside(mask.extent());
    for (size_t i = 0; i < mask.values().size(); ++i)
      outside.writableValues()[i] = mask.values()[i] == 0 ? 255 : 0;
    return outside;
  }());
  const int step = std::max<int>(
      1, static_cast<int>(std::sqrt(static_cast<double>(mask.extent().area() / kEnough))));
  const std::vector<Lab> got = toLab(result), wanted = toLab(original);
  std::vector<RingSample> samples;
  for (int y = 0; y < mask.height(); y += step)
    for (int x = 0; x < mask.width(); x += step) {
      const size_t i = static_cast<size_t>(y) * mask.width() + x;
      if (distance[i] <= 0 || distance[i] > ring) continue;
      RingSample sample{2.0 * x / mask.width() - 1, 2.0 * y / mask.height() - 1, {}};
      for (size_t c = 0; c < 3; ++c) sample.difference[c] = wanted[i][c] - got[i][c];
      samples.push_back(sample);
    }
  return samples;
}

/// Weighted least squares; a small pull of the slopes towards 0 keeps short rings stable.
Plane fittedPlane(const std::vector<RingSample>& samples, const std::vector<double>& weights,
                  size_t channel) {
  cv::Matx33d normal = cv::Matx33d::zeros();
  cv::Vec3d right(0, 0, 0);
  double total = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    const cv::Vec3d terms(1, samples[i].x, samples[i].y);
    for (int r = 0; r < 3; ++r)
      for (int c = 0; c < 3; ++c) normal(r, c) += weights[i] * terms[r] * terms[c];
    right += weights[i] * samples[i].difference[channel] * terms;
    total += weights[i];
  }
  const double pull = 0.01 * total;
  normal(1, 1) += pull;
  normal(2, 2) += pull;
  const cv::Vec3d solution = normal.solve(right, cv::DECOMP_CHOLESKY);
  return {solution[0], solution[1], solution[2]};
}

/// Reweighted by Tukey's biweight, so that objects that stand only in one of the pictures do not
/// count.
Plane robustPlane(const std::vector<RingSample>& samples, size_t channel) {
  constexpr int kRounds = 6;
  constexpr double kTuning = 4.685, kLeastSpread = 0.25;
  std::vector<double> weights(samples.size(), 1.0), residuals(samples.size());
  Plane plane;
  for (int round = 0; round < kRounds; ++round) {
    plane = fittedPlane(samples, weights, channel);
    for (size_t i = 0; i < samples.size(); ++i)
      residuals[i] =
          std::abs(samples[i].difference[channel] - plane.at(samples[i].x, samples[i].y));
    std::vector<double> sorted = residuals;
    std::ranges::nth_element(sorted, sorted.begin() + sorted.size() / 2);
    const double spread = std::max(kLeastSpread, 1.4826 * sorted[sorted.size() / 2]);
    for (size_t i = 0; i < samples.size(); ++i) {
      const double u = residuals[i] / (kTuning * spread);
      weights[i] = u < 1 ? (1 - u * u) * (1 - u * u) : 0;
    }
  }
  return plane;
}

}  // namespace

Image matchColours(const Image& result, const Image& original, const Mask& mask,
                   const ColourMatchOptions& options) {
  if (result.extent() != original.extent() || result.extent() != mask.extent())
    throw Error(ErrorKind::InvalidInput,
                "colours can be matched between pictures and masks of one size only");
  constexpr size_t kFewest = 32;
  const std::vector<RingSample> samples = ringSamples(result, original, mask, options.ring);
  if (samples.size() < kFewest) return result;
  std::array<Plane, 3> planes;
  for (size_t c = 0; c < 3; ++c) planes[c] = robustPlane(samples, c);

  std::vector<Lab> pixels = toLab(result);
  for (int y = 0; y < result.height(); ++y)
    for (int x = 0; x < result.width(); ++x) {
      Lab& pixel = pixels[static_cast<size_t>(y) * result.width() + x];
      for (size_t c = 0; c < 3; ++c)
        pixel[c] += static_cast<float>(
            std::clamp(planes[c].at(2.0 * x / result.width() - 1, 2.0 * y / result.height() - 1),
                       -options.limit, options.limit));
    }
  Image matched = fromLab(pixels, result.extent(), result.depth());
  matched.metadata = result.metadata;
  return matched;
}

}  // namespace pentimento
