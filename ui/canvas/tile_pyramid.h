/// Halved and halved again: what a view of any zoom draws from.
#pragma once

#include <QHash>
#include <QRegion>
#include <array>
#include <bitset>
#include <functional>
#include <memory>
#include <vector>

#include "app/document/tile_plane.h"

namespace pentimento {

/// Tiles of premultiplied ARGB at full size (level 0) and at 1/2, 1/4 ... of it, made when asked
/// for and again, only where needed, after `invalidate`.
class TilePyramid {
 public:
  static constexpr int kLevels = 8;
  using Pixels = std::vector<quint32>;
  /// Fills `area` (inside one tile, canvas coordinates); false when all of it is transparent.
  using Source = std::function<bool(const QRect& area, quint32* pixels, size_t rowPixels)>;

  explicit TilePyramid(Source source) : m_source(std::move(source)) {}

  /// 256² pixels, or null when transparent. Valid until the next call.
  [[nodiscard]] const quint32* tile(int level, TileIndex index);
  void invalidate(const QRegion& area);
  void clear();

 private:
  static constexpr int kCells = kTileSize / kCellSize;  // a side
  using Cells = std::bitset<size_t{kCells} * kCells>;   // of a tile, row by row
  struct Entry {
    std::unique_ptr<Pixels> pixels;
    Cells dirty = Cells().set();
  };
  void refresh(int level, TileIndex index, Entry& entry);
  bool fill(int level, TileIndex index, const QRect& area, Pixels& pixels);
  void shrinkInto(int level, TileIndex index, const QRect& area, Pixels& pixels);

  Source m_source;
  std::array<QHash<TileIndex, std::shared_ptr<Entry>>, kLevels> m_levels;
};

}  // namespace pentimento
