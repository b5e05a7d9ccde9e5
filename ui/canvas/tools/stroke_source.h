/// Pixels that a brush brings in, made only where it paints.
#pragma once

#include <functional>
#include <set>
#include <utility>

#include "app/document/tile_plane.h"

namespace pentimento {

/// A plane that is filled tile by tile when it is asked for: of a large picture a stroke needs
/// little.
class StrokeSource {
 public:
  /// Writes `area` into the plane.
  using Fill = std::function<void(TilePlane& plane, const QRect& area)>;

  StrokeSource() = default;
  explicit StrokeSource(TilePlane whole) : m_plane(std::move(whole)) {}
  StrokeSource(int bytesPerPixel, Fill fill) : m_plane(bytesPerPixel), m_fill(std::move(fill)) {}

  /// Complete under `area` of the canvas.
  [[nodiscard]] const TilePlane& under(const QRect& area);

 private:
  TilePlane m_plane;
  Fill m_fill;                             // null: all of it is there
  std::set<std::pair<int, int>> m_filled;  // columns and rows of tiles
};

}  // namespace pentimento
