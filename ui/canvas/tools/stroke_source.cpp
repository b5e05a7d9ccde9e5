#include "ui/canvas/tools/stroke_source.h"

namespace pentimento {

const TilePlane& StrokeSource::under(const QRect& area) {
  if (!m_fill) return m_plane;
  const auto toTile = [](int coordinate) { return coordinate >> 8; };
  static_assert(kTileSize == 1 << 8);
  for (int row = toTile(area.top()); row <= toTile(area.bottom()); ++row)
    for (int column = toTile(area.left()); column <= toTile(area.right()); ++column)
      if (m_filled.emplace(column, row).second)
        m_fill(m_plane, QRect(column * kTileSize, row * kTileSize, kTileSize, kTileSize));
  return m_plane;
}

}  // namespace pentimento
