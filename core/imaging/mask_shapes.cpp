#include "core/imaging/mask_shapes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/error.h"

namespace pentimento {
namespace {

/// Sutherland–Hodgman against one side: keeps where `distance` ≥ 0.
template <typename Distance>
std::vector<Point> clippedAt(const std::vector<Point>& points, const Distance& distance) {
  std::vector<Point> result;
  for (size_t i = 0; i < points.size(); ++i) {
    const Point a = points[i], b = points[(i + 1) % points.size()];
    const double da = distance(a), db = distance(b);
    if (da >= 0) result.push_back(a);
    if ((da < 0) != (db < 0)) {
      const double t = da / (da - db);
      result.push_back({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
    }
  }
  return result;
}

std::vector<Point> clippedTo(std::vector<Point> points, Extent extent) {
  points = clippedAt(points, [](Point p) { return p.x; });
  points = clippedAt(points, [](Point p) { return p.y; });
  points = clippedAt(points, [&](Point p) { return extent.width - p.x; });
  return clippedAt(points, [&](Point p) { return extent.height - p.y; });
}

/// Signed areas that a running sum along the row turns into coverage: each edge adds, to the pixels
/// it crosses, the area to its right and, to the next pixel, what is left of its height.
class CoverageAccumulator {
 public:
  explicit CoverageAccumulator(Extent extent)
      : m_extent(extent), m_cells(static_cast<size_t>(extent.width + 2) * extent.height) {}

  void addEdge(Point a, Point b) {
    if (a.y == b.y) return;
    const double direction = a.y < b.y ? 1 : -1;
    if (direction < 0) std::swap(a, b);
    const double slope = (b.x - a.x) / (b.y - a.y);
    const int last = std::min(static_cast<int>(std::ceil(b.y)), m_extent.height);
    for (int y = std::max(0, static_cast<int>(a.y)); y < last; ++y) {
      const double top = std::max<double>(y, a.y), bottom = std::min<double>(y + 1, b.y);
      if (bottom <= top) continue;
      addRowSegment(y, a.x + (top - a.y) * slope, a.x + (bottom - a.y) * slope,
                    direction * (bottom - top));
    }
  }

  void writeTo(Mask& mask) const {
    for (int y = 0; y < m_extent.height; ++y) {
      const auto row = mask.writableRow(y);
      const double* cells = &m_cells[static_cast<size_t>(y) * (m_extent.width + 2)];
      double sum = 0;
      for (int x = 0; x < m_extent.width; ++x) {
        sum += cells[x];
        row[x] = static_cast<uint8_t>(std::min(std::abs(sum), 1.0) * 255 + 0.5);
      }
    }
  }

 private:
  /// An edge from x = `x0` to `x1` within row `y` that spans the signed height `height`.
  void addRowSegment(int y, double x0, double x1, double height) {
    // Clipping leaves rounding errors beyond the border.
    x0 = std::clamp<double>(x0, 0, m_extent.width);
    x1 = std::clamp<double>(x1, 0, m_extent.width);
    if (x0 > x1) std::swap(x0, x1);
    double* cells = &m_cells[static_cast<size_t>(y) * (m_extent.width + 2)];
    const int first = std::clamp(static_cast<int>(x0), 0, m_extent.width);
    const int last = std::clamp(static_cast<int>(std::ceil(x1)) - 1, first, m_extent.width);
    for (int x = first; x <= last; ++x) {
      const double left = std::max<double>(x, x0), right = std::min<double>(x + 1, x1);
      const double share = x1 > x0 ? height * (right - left) / (x1 - x0) : height;
      const double covered = share * (x + 1 - (left + right) / 2);
      cells[x] += covered;
      cells[x + 1] += share - covered;
    }
  }

  Extent m_extent;
  std::vector<double> m_cells;
};

}  // namespace

Mask polygonMask(Extent extent, std::span<const Point> points) {
  Mask mask(extent);
  if (!std::ranges::all_of(points,
                           [](Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }))
    throw Error(ErrorKind::InvalidInput, "a selection has a corner that is not a number");
  const std::vector<Point> inside = clippedTo({points.begin(), points.end()}, extent);
  if (inside.size() < 3) return mask;
  CoverageAccumulator accumulator(extent);
  for (size_t i = 0; i < inside.size(); ++i)
    accumulator.addEdge(inside[i], inside[(i + 1) % inside.size()]);
  accumulator.writeTo(mask);
  return mask;
}

Mask rectangleMask(Extent extent, Point corner, Point opposite) {
  const std::array<Point, 4> points{
      {corner, {opposite.x, corner.y}, opposite, {corner.x, opposite.y}}};
  return polygonMask(extent, points);
}

Mask ellipseMask(Extent extent, Point corner, Point opposite) {
  const Point centre{(corner.x + opposite.x) / 2, (corner.y + opposite.y) / 2};
  const double a = std::abs(opposite.x - corner.x) / 2, b = std::abs(opposite.y - corner.y) / 2;
  // So many chords that none is further than 1/500 pixel from the curve.
  const int count =
      std::clamp(static_cast<int>(std::numbers::pi * std::sqrt(std::max(a, b) * 250)), 16, 20000);
  std::vector<Point> points(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    const double angle = 2 * std::numbers::pi * i / count;
    points[static_cast<size_t>(i)] = {centre.x + a * std::cos(angle),
                                      centre.y + b * std::sin(angle)};
  }
  return polygonMask(extent, points);
}

}  // namespace pentimento
