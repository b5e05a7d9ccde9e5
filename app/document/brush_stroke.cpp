#include "app/document/brush_stroke.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/imaging/blend.h"

namespace pentimento {
namespace {

/// Coverage by distance from the axis: 1 up to the hard core, then a smooth fall to 0 at the edge;
/// the edge itself is antialiased over one pixel.
float brushProfile(float distance, float radius, float hardness) {
  const float edge = radius + 0.5f;
  if (distance >= edge) return 0;
  const float core = std::min(radius * hardness, radius - 0.5f);
  if (distance <= core) return 1;
  const float t = (edge - distance) / (edge - core);
  return hardness >= 0.99f ? t : t * t * (3 - 2 * t);
}

/// Rewrites `area` of `plane` row by row: visit(row, before, coverage, pixels).
template <typename Visit>
void forEachCoveredRow(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                       const QRect& area, const Visit& visit) {
  const size_t pixel = static_cast<size_t>(plane.bytesPerPixel());
  std::vector<std::byte> old(pixel * kTileSize), cover(kTileSize);
  plane.modify(area & coverage.tiledBounds(), [&](const QRect& piece, std::byte* pixels,
                                                  size_t stride) {
    for (int y = 0; y < piece.height(); ++y) {
      const QRect row(piece.x(), piece.y() + y, piece.width(), 1);
      before.read(row, old.data(), old.size());
      coverage.read(row, cover.data(), cover.size());
      visit(row, old.data(), reinterpret_cast<const uint8_t*>(cover.data()), pixels + y * stride);
    }
  });
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

template <typename Sample>
void colourRow(const Sample* old, const QColor& colour, const uint8_t* coverage, Sample* out,
               int count) {
  constexpr float kMax = std::numeric_limits<Sample>::max();
  std::vector<Sample> above(static_cast<size_t>(count) * 4);
  for (int i = 0; i < count; ++i) {
    above[4 * i] = static_cast<Sample>(colour.redF() * kMax + 0.5f);
    above[4 * i + 1] = static_cast<Sample>(colour.greenF() * kMax + 0.5f);
    above[4 * i + 2] = static_cast<Sample>(colour.blueF() * kMax + 0.5f);
    above[4 * i + 3] =
        static_cast<Sample>(coverage[i] * (std::numeric_limits<Sample>::max() / 255));
  }
  std::copy_n(old, static_cast<size_t>(count) * 4, out);
  blendOver(reinterpret_cast<const std::byte*>(above.data()), reinterpret_cast<std::byte*>(out),
            static_cast<size_t>(count), sizeof(Sample) == 1 ? BitDepth::Eight : BitDepth::Sixteen,
            BlendMode::Normal, 1.0);
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

QRect StrokeCoverage::extend(const StrokePoint& point) {
  const QRect area = drawSegment(m_last.value_or(point), point);
  m_last = point;
  return area;
}

QRect StrokeCoverage::drawSegment(const StrokePoint& from, const StrokePoint& to) {
  const double reach = std::max(from.diameter, to.diameter) / 2 + 1;
  const QRect area = QRectF(from.position, to.position)
                         .normalized()
                         .adjusted(-reach, -reach, reach, reach)
                         .toAlignedRect();
  const float x0 = from.position.x(), y0 = from.position.y();
  const float dx = to.position.x() - x0, dy = to.position.y() - y0;
  const float lengthSquared = dx * dx + dy * dy;
  const float inverse = lengthSquared > 0 ? 1 / lengthSquared : 0;
  const float radius0 = from.diameter / 2, radiusStep = (to.diameter - from.diameter) / 2;
  const float opacity0 = from.opacity * 255, opacityStep = (to.opacity - from.opacity) * 255;
  const float hardness = m_hardness;
  m_plane.modify(area, [&](const QRect& piece, std::byte* pixels, size_t stride) {
    for (int y = 0; y < piece.height(); ++y) {
      auto* row = reinterpret_cast<uint8_t*>(pixels + y * stride);
      const float py = piece.y() + y + 0.5f - y0;
      for (int x = 0; x < piece.width(); ++x) {
        const float px = piece.x() + x + 0.5f - x0;
        const float t = std::clamp((px * dx + py * dy) * inverse, 0.0f, 1.0f);
        const float ex = px - t * dx, ey = py - t * dy;
        const float squared = ex * ex + ey * ey;
        const float radius = radius0 + t * radiusStep;
        if (squared >= (radius + 0.5f) * (radius + 0.5f)) continue;
        const float cover = brushProfile(std::sqrt(squared), radius, hardness);
        const auto value = static_cast<uint8_t>(cover * (opacity0 + t * opacityStep) + 0.5f);
        row[x] = std::max(row[x], value);
      }
    }
  });
  return area;
}

void strokeMask(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                const QRect& area, bool erase) {
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
                  const QRect& area, BitDepth depth, const QColor& colour) {
  byDepth(depth, [&](auto* type) {
    using Sample = std::remove_pointer_t<decltype(type)>;
    forEachCoveredRow(
        plane, before, coverage, area,
        [&](const QRect& row, const std::byte* old, const uint8_t* cover, std::byte* pixels) {
          colourRow(reinterpret_cast<const Sample*>(old), colour, cover,
                    reinterpret_cast<Sample*>(pixels), row.width());
        });
  });
}

void strokeErase(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                 const QRect& area, BitDepth depth) {
  strokeReplace(plane, before, coverage, area, depth, TilePlane(plane.bytesPerPixel()));
}

void strokeReplace(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                   const QRect& area, BitDepth depth, const TilePlane& source) {
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
