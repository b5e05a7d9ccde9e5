/// Strokes of a round brush with a soft edge.
#pragma once

#include <QColor>
#include <QPointF>
#include <QRegion>
#include <optional>

#include "app/document/tile_plane.h"
#include "core/imaging/image.h"

namespace pentimento {

/// A place of the pen on the canvas.
struct StrokePoint {
  QPointF position;
  double diameter = 1;  ///< image pixels, pressure applied
  double opacity = 1;   ///< 0..1, pressure applied
};

/// How strongly a stroke covers each pixel, 0..255. A segment between two points is a capsule whose
/// coverage is a function of the distance to its axis, and overlapping parts take the maximum: no
/// dabs, hence no ripple at the edge and no build-up where a stroke crosses itself.
class StrokeCoverage {
 public:
  explicit StrokeCoverage(double hardness) : m_hardness(hardness) {}

  /// Continues to the point (the first one makes a dot). @return the cells in which coverage rose:
  /// of a large brush that moves a little, those at its front
  QRegion extend(const StrokePoint& point);
  [[nodiscard]] const TilePlane& plane() const noexcept { return m_plane; }

 private:
  QRegion drawSegment(const StrokePoint& from, const StrokePoint& to, bool continues);

  double m_hardness;
  std::optional<StrokePoint> m_last;
  TilePlane m_plane{1};
};

/// Ways to put a coverage into a plane. `before` holds the pixels as they were when the stroke
/// began, so that they can be called again and again while the coverage grows.
void strokeMask(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                const QRegion& area, bool erase);
void strokeColour(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                  const QRegion& area, BitDepth depth, const QColor& colour);
/// Removes pixels.
void strokeErase(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                 const QRegion& area, BitDepth depth);
/// Puts the pixels of `source` in place of what is there: pentimento brush, candidate brush.
void strokeReplace(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                   const QRegion& area, BitDepth depth, const TilePlane& source);

}  // namespace pentimento
