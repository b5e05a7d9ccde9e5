#include "tests/core/imaging/seam.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/error.h"
#include "core/imaging/mask_operations.h"
#include "core/imaging/point.h"
#include "tests/core/imaging/delta_e.h"

namespace pentimento {
namespace {

/// Distance to the edge of the mask at pixel centres: positive inside, negative outside.
class EdgeDistance {
 public:
  explicit EdgeDistance(const Mask& mask) : m_extent(mask.extent()), m_inside(depthInside(mask)) {
    Mask outside(mask.extent());
    for (size_t i = 0; i < mask.values().size(); ++i)
      outside.writableValues()[i] = mask.values()[i] == 0 ? 255 : 0;
    m_outside = depthInside(outside);
  }

  [[nodiscard]] float at(int x, int y) const {
    const size_t i = static_cast<size_t>(std::clamp(y, 0, m_extent.height - 1)) * m_extent.width +
                     std::clamp(x, 0, m_extent.width - 1);
    // An edge lies halfway between a covered and an uncovered centre.
    return m_inside[i] > 0 ? m_inside[i] - 0.5f : 0.5f - m_outside[i];
  }

  /// Unit vector into the mask.
  [[nodiscard]] Point normal(int x, int y) const {
    const double dx = at(x + 1, y) - at(x - 1, y), dy = at(x, y + 1) - at(x, y - 1);
    const double length = std::hypot(dx, dy);
    return length > 0 ? Point{dx / length, dy / length} : Point{};
  }

 private:
  Extent m_extent;
  std::vector<float> m_inside, m_outside;
};

double median(std::vector<double>& values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

void requireOneExtent(Extent a, Extent b) {
  if (a != b)
    throw Error(ErrorKind::InvalidInput, "seams are measured on pictures and masks of one size");
}

/// The colour at the edge as a line through the colours along a ray says it; nothing where the ray
/// leaves the picture.
std::optional<Lab> colourAtEdge(const std::vector<Lab>& colours, Extent extent,
                                const EdgeDistance& distance, Point from, Point direction,
                                int width) {
  // Least squares over (t, colour), with t the distance of the sample from the edge.
  double sumT = 0, sumTT = 0;
  std::array<double, 3> sum{}, sumWithT{};
  for (int step = 0; step < width; ++step) {
    const int x = static_cast<int>(std::lround(from.x + step * direction.x));
    const int y = static_cast<int>(std::lround(from.y + step * direction.y));
    if (x < 0 || y < 0 || x >= extent.width || y >= extent.height) return std::nullopt;
    const double t = std::abs(distance.at(x, y));
    const Lab& colour = colours[static_cast<size_t>(y) * extent.width + x];
    sumT += t;
    sumTT += t * t;
    for (size_t c = 0; c < 3; ++c) {
      sum[c] += colour[c];
      sumWithT[c] += colour[c] * t;
    }
  }
  const double determinant = width * sumTT - sumT * sumT;
  if (determinant < 1e-6) return std::nullopt;
  Lab result;
  for (size_t c = 0; c < 3; ++c)
    result[c] = static_cast<float>((sumTT * sum[c] - sumT * sumWithT[c]) / determinant);
  return result;
}

}  // namespace

double ringDifference(const Image& picture, const Image& expected, const Mask& mask, int width) {
  requireOneExtent(picture.extent(), mask.extent());
  requireOneExtent(picture.extent(), expected.extent());
  const EdgeDistance distance(mask);
  const std::vector<Lab> a = toLab(picture), b = toLab(expected);
  std::vector<double> differences;
  for (int y = 0; y < mask.height(); ++y)
    for (int x = 0; x < mask.width(); ++x) {
      const size_t i = static_cast<size_t>(y) * mask.width() + x;
      if (std::abs(distance.at(x, y)) < width) differences.push_back(deltaE2000(a[i], b[i]));
    }
  return median(differences);
}

double seamStep(const Image& picture, const Mask& mask, int width) {
  requireOneExtent(picture.extent(), mask.extent());
  const EdgeDistance distance(mask);
  const std::vector<Lab> colours = toLab(picture);
  std::vector<double> steps;
  for (int y = 0; y < mask.height(); ++y)
    for (int x = 0; x < mask.width(); ++x) {
      const float here = distance.at(x, y);
      if (here <= 0 || here >= 1) continue;
      const Point normal = distance.normal(x, y);
      const Point centre{static_cast<double>(x), static_cast<double>(y)};
      const auto inside = colourAtEdge(colours, mask.extent(), distance, centre, normal, width);
      const auto outside =
          colourAtEdge(colours, mask.extent(), distance, {x - normal.x, y - normal.y},
                       {-normal.x, -normal.y}, width);
      if (inside && outside) steps.push_back(deltaE2000(*inside, *outside));
    }
  return median(steps);
}

}  // namespace pentimento
