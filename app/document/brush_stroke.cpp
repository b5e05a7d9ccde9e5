#include "app/document/brush_stroke.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/imaging/blend.h"

namespace pentimento {
namespace {

/// A segment of a stroke, seen from where it begins.
struct Capsule {
  float dx, dy, inverse;  // to where it ends; 1 / length², 0 for a dot
  float radius, radiusStep, opacity, opacityStep;
  float hardness;

  /// How far the point lies from the axis.
  [[nodiscard]] float distance(float x, float y) const {
    const float t = std::clamp((x * dx + y * dy) * inverse, 0.0f, 1.0f);
    return std::hypot(x - t * dx, y - t * dy);
  }
};

/// Raises `row` to the coverage of the capsule at the pixels from (x, y) on; whether any rose.
/// Coverage is 1 up to the hard core, then falls smoothly to 0 at the edge; the edge itself is
/// antialiased over one pixel. Without branches, so that compilers vectorise it.
bool coverRow(const Capsule& c, float left, float y, uint8_t* row, int count) {
  const bool hard = c.hardness >= 0.99f;
  int rose = 0;
  for (int i = 0; i < count; ++i) {
    const float x = left + static_cast<float>(i);
    const float t = std::min(std::max((x * c.dx + y * c.dy) * c.inverse, 0.0f), 1.0f);
    const float ex = x - t * c.dx, ey = y - t * c.dy;
    const float radius = c.radius + t * c.radiusStep;
    const float edge = radius + 0.5f;
    const float core = std::min(radius * c.hardness, radius - 0.5f);
    const float fall = (edge - std::sqrt(ex * ex + ey * ey)) / (edge - core);
    const float u = std::min(std::max(fall, 0.0f), 1.0f);
    const float cover = hard ? u : u * u * (3 - 2 * u);
    const int value = static_cast<int>(cover * (c.opacity + t * c.opacityStep) + 0.5f);
    const int old = row[i];
    rose |= value > old;
    row[i] = static_cast<uint8_t>(std::max(old, value));
  }
  return rose != 0;
}

int floorToCell(int coordinate) {
  return coordinate & ~(kCellSize - 1);
}

/// Rewrites `area` of `plane` row by row: visit(row, before, coverage, pixels).
template <typename Visit>
void forEachCoveredRow(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                       const QRegion& area, const Visit& visit) {
  const size_t pixel = static_cast<size_t>(plane.bytesPerPixel());
  std::vector<std::byte> old, cover;
  const auto rewrite = [&](const QRect& piece, std::byte* pixels, size_t stride) {
    const size_t width = static_cast<size_t>(piece.width());
    old.resize(width * piece.height() * pixel);
    cover.resize(width * piece.height());
    before.read(piece, old.data(), width * pixel);
    coverage.read(piece, cover.data(), width);
    for (int y = 0; y < piece.height(); ++y)
      visit(QRect(piece.x(), piece.y() + y, piece.width(), 1), old.data() + y * width * pixel,
            reinterpret_cast<const uint8_t*>(cover.data()) + y * width, pixels + y * stride);
  };
  for (const QRect& part : area& coverage.tiledBounds()) plane.modify(part, rewrite);
}

template <typename Sample>
void mixRow(const Sample* old, const Sample* source, const uint8_t* coverage, Sample* out,
            int count) {
  for (int i = 0; i < count; ++i, old += 4, source += 4, out += 4) {
    const uint32_t k = coverage[i];
    if (k == 0 || k == 255) {
      std::copy_n(k == 0 ? old : source, 4, out);
      continue;
    }
    // Colours weigh by their alpha, so that transparent pixels lend no colour.
    const uint64_t a0 = uint64_t{old[3]} * (255 - k), a1 = uint64_t{source[3]} * k, a = a0 + a1;
    for (int c = 0; c < 3; ++c)
      out[c] = a == 0 ? old[c] : static_cast<Sample>((old[c] * a0 + source[c] * a1 + a / 2) / a);
    out[3] = static_cast<Sample>((a + 127) / 255);
  }
}

/// Calls `visit` with the samples' type as the type of a null pointer.
template <typename Visit>
void byDepth(BitDepth depth, const Visit& visit) {
  if (depth == BitDepth::Eight)
    visit(static_cast<uint8_t*>(nullptr));
  else
    visit(static_cast<uint16_t*>(nullptr));
}

}  // namespace

QRegion StrokeCoverage::extend(const StrokePoint& point) {
  const QRegion area = drawSegment(m_last.value_or(point), point, m_last.has_value());
  m_last = point;
  return area;
}

QRegion StrokeCoverage::drawSegment(const StrokePoint& from, const StrokePoint& to,
                                    bool continues) {
  const double reach = std::max(from.diameter, to.diameter) / 2 + 1;
  const QRect area = QRectF(from.position, to.position)
                         .normalized()
                         .adjusted(-reach, -reach, reach, reach)
                         .toAlignedRect();
  const QPointF drag = to.position - from.position;
  const double squared = QPointF::dotProduct(drag, drag);
  const bool moves = squared > 0;
  const StrokePoint& begin = moves ? from : to;  // pressure may change in place
  const Capsule capsule{static_cast<float>(drag.x()),
                        static_cast<float>(drag.y()),
                        moves ? static_cast<float>(1 / squared) : 0.0f,
                        static_cast<float>(begin.diameter / 2),
                        static_cast<float>((to.diameter - begin.diameter) / 2),
                        static_cast<float>(begin.opacity * 255),
                        static_cast<float>((to.opacity - begin.opacity) * 255),
                        static_cast<float>(m_hardness)};
  // Behind its beginning a segment repeats the end of the one before.
  const bool hasBehind = continues && moves;
  const auto touches = [&](const QRect& cell) {
    constexpr float kHalfDiagonal = kCellSize * 0.71f;
    const QPointF middle = QRectF(cell).center() - from.position;
    const bool behind =
        hasBehind && QPointF::dotProduct(middle, drag) < -kHalfDiagonal * std::sqrt(squared);
    return !behind && capsule.distance(middle.x(), middle.y()) < reach + kHalfDiagonal;
  };
  std::vector<QRect> risen;  // in bands from left to right, as QRegion wants them
  for (int top = floorToCell(area.top()); top <= area.bottom(); top += kCellSize) {
    const QRect band(area.left(), top, area.width(), kCellSize);
    m_plane.modify(band, [&](const QRect& piece, std::byte* pixels, size_t stride) {
      for (int left = piece.left(); left <= piece.right(); left = floorToCell(left) + kCellSize) {
        const int right = std::min(floorToCell(left) + kCellSize - 1, piece.right());
        const QRect cell(QPoint(left, piece.top()), QPoint(right, piece.bottom()));
        if (!touches(cell)) continue;
        bool rose = false;
        for (int y = 0; y < cell.height(); ++y)
          rose |=
              coverRow(capsule, left + 0.5 - from.position.x(), top + y + 0.5 - from.position.y(),
                       reinterpret_cast<uint8_t*>(pixels + y * stride) + (left - piece.left()),
                       cell.width());
        if (!rose) continue;
        const bool joins =
            !risen.empty() && risen.back().top() == top && risen.back().right() + 1 == cell.left();
        joins ? risen.back().setRight(cell.right()) : risen.push_back(cell);
      }
    });
  }
  QRegion region;
  region.setRects(risen.data(), static_cast<int>(risen.size()));
  return region;
}

void strokeMask(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                const QRegion& area, bool erase) {
  forEachCoveredRow(
      plane, before, coverage, area,
      [&](const QRect& row, const std::byte* old, const uint8_t* cover, std::byte* pixels) {
        const auto* in = reinterpret_cast<const uint8_t*>(old);
        auto* out = reinterpret_cast<uint8_t*>(pixels);
        for (int x = 0; x < row.width(); ++x)
          out[x] = erase ? std::min<uint8_t>(in[x], 255 - cover[x]) : std::max(in[x], cover[x]);
      });
}

void strokeColour(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                  const QRegion& area, BitDepth depth, const QColor& colour) {
  byDepth(depth, [&](auto* type) {
    using Sample = std::remove_pointer_t<decltype(type)>;
    constexpr Sample kMax = std::numeric_limits<Sample>::max();
    const auto sample = [](float value) { return static_cast<Sample>(value * kMax + 0.5f); };
    std::vector<Sample> above;
    for (int i = 0; i < kTileSize; ++i)
      above.insert(above.end(), {sample(colour.redF()), sample(colour.greenF()),
                                 sample(colour.blueF()), Sample{0}});
    forEachCoveredRow(
        plane, before, coverage, area,
        [&](const QRect& row, const std::byte* old, const uint8_t* cover, std::byte* pixels) {
          const size_t count = static_cast<size_t>(row.width());
          for (size_t i = 0; i < count; ++i)
            above[4 * i + 3] = static_cast<Sample>(cover[i] * (kMax / 255));
          std::copy_n(old, count * 4 * sizeof(Sample), pixels);
          blendOver(reinterpret_cast<const std::byte*>(above.data()), pixels, count, depth,
                    BlendMode::Normal, 1.0);
        });
  });
}

void strokeErase(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                 const QRegion& area, BitDepth depth) {
  strokeReplace(plane, before, coverage, area, depth, TilePlane(plane.bytesPerPixel()));
}

void strokeReplace(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                   const QRegion& area, BitDepth depth, const TilePlane& source) {
  std::vector<std::byte> replacement(static_cast<size_t>(plane.bytesPerPixel()) * kTileSize);
  byDepth(depth, [&](auto* type) {
    using Sample = std::remove_pointer_t<decltype(type)>;
    forEachCoveredRow(
        plane, before, coverage, area,
        [&](const QRect& row, const std::byte* old, const uint8_t* cover, std::byte* pixels) {
          source.read(row, replacement.data(), replacement.size());
          mixRow(reinterpret_cast<const Sample*>(old),
                 reinterpret_cast<const Sample*>(replacement.data()), cover,
                 reinterpret_cast<Sample*>(pixels), row.width());
        });
  });
}

}  // namespace pentimento
