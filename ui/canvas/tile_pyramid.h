/// Halved and halved again: what a view of any zoom draws from.
#pragma once

#include <QDeadlineTimer>
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
  /// From then on tiles stay as they are, made or not, and `isLate` says so: a large picture comes
  /// into view bit by bit. Some progress is made in any case. Until the next call.
  void setDeadline(QDeadlineTimer deadline);
  [[nodiscard]] bool isLate() const { return m_late; }
  void invalidate(const QRegion& area);
  void clear();

 private:
  static constexpr int kCells = kTileSize / kCellSize;  // a side
  using Cells = std::bitset<size_t{kCells} * kCells>;   // of a tile, row by row
  struct Entry {
    std::unique_ptr<Pixels> pixels;
    Cells dirty = Cells().set();
  };
  [[nodiscard]] Entry& entryAt(int level, TileIndex index);
  void refresh(int level, TileIndex index, Entry& entry);
  void refreshFullSize(TileIndex index, Entry& entry);
  void refreshQuarter(int level, TileIndex index, int quarter, Entry& entry);

  Source m_source;
  QDeadlineTimer m_deadline{QDeadlineTimer::Forever};
  bool m_late = false, m_advanced = false;
  std::array<QHash<TileIndex, std::shared_ptr<Entry>>, kLevels> m_levels;
};

}  // namespace pentimento
