#include "ui/canvas/tile_pyramid.h"

#include <algorithm>
#include <bit>

namespace pentimento {
namespace {

constexpr int kCellBits = std::countr_zero(unsigned{kCellSize});
constexpr int kTileCellBits = std::countr_zero(unsigned{kTileSize / kCellSize});
constexpr qsizetype kMaxFullSizeTiles = 4096;  // 1 GiB; beyond it they are made again when needed

quint32 average(quint32 a, quint32 b, quint32 c, quint32 d) {
  constexpr quint32 kPairs = 0x00ff00ff;
  const quint32 even = (a & kPairs) + (b & kPairs) + (c & kPairs) + (d & kPairs) + 0x00020002;
  const quint32 odd = ((a >> 8) & kPairs) + ((b >> 8) & kPairs) + ((c >> 8) & kPairs) +
                      ((d >> 8) & kPairs) + 0x00020002;
  return ((even >> 2) & kPairs) | (((odd >> 2) & kPairs) << 8);
}

}  // namespace

const quint32* TilePyramid::tile(int level, TileIndex index) {
  auto& tiles = m_levels[level];
  if (level == 0 && tiles.size() > kMaxFullSizeTiles) tiles.clear();
  std::shared_ptr<Entry>& entry = tiles[index];
  if (!entry) entry = std::make_shared<Entry>();
  // Held here because refreshing the level below may clear a level.
  const std::shared_ptr<Entry> held = entry;
  if (held->dirty.any()) refresh(level, index, *held);
  return held->pixels ? held->pixels->data() : nullptr;
}

void TilePyramid::refresh(int level, TileIndex index, Entry& entry) {
  const Cells dirty = std::exchange(entry.dirty, {});
  if (!entry.pixels || dirty.all()) {
    if (!entry.pixels) entry.pixels = std::make_unique<Pixels>(size_t{kTileSize} * kTileSize, 0u);
    if (!fill(level, index, QRect(0, 0, kTileSize, kTileSize), *entry.pixels)) entry.pixels.reset();
    return;
  }
  for (int row = 0; row < kCells; ++row)
    for (int from = 0; from < kCells; ++from) {
      int to = from;
      while (to < kCells && dirty[static_cast<size_t>(row) * kCells + to]) ++to;
      if (to == from) continue;
      const QRect area(from * kCellSize, row * kCellSize, (to - from) * kCellSize, kCellSize);
      if (!fill(level, index, area, *entry.pixels))
        for (int y = area.top(); y <= area.bottom(); ++y)
          std::fill_n(entry.pixels->data() + y * kTileSize + area.x(), area.width(), 0u);
      from = to;
    }
}

/// @return false when all of the area is transparent; it was not written then
bool TilePyramid::fill(int level, TileIndex index, const QRect& area, Pixels& pixels) {
  if (level == 0) {
    const QPoint corner(index.column * kTileSize, index.row * kTileSize);
    return m_source(area.translated(corner), pixels.data() + area.y() * kTileSize + area.x(),
                    kTileSize);
  }
  bool anyChild = false;
  for (int child = 0; child < 4; ++child)
    anyChild |=
        tile(level - 1, {index.column * 2 + child % 2, index.row * 2 + child / 2}) != nullptr;
  if (anyChild) shrinkInto(level, index, area, pixels);
  return anyChild;
}

void TilePyramid::shrinkInto(int level, TileIndex index, const QRect& area, Pixels& pixels) {
  constexpr int kHalf = kTileSize / 2;
  for (int child = 0; child < 4; ++child) {
    const QPoint corner(child % 2 * kHalf, child / 2 * kHalf);
    const QRect part = area & QRect(corner, QSize(kHalf, kHalf));
    if (part.isEmpty()) continue;
    const quint32* source =
        tile(level - 1, {index.column * 2 + child % 2, index.row * 2 + child / 2});
    for (int y = part.top(); y <= part.bottom(); ++y) {
      quint32* out = pixels.data() + y * kTileSize;
      const quint32* upper = source ? source + (y - corner.y()) * 2 * kTileSize : nullptr;
      for (int x = part.left(); x <= part.right(); ++x) {
        const quint32* p = source ? upper + (x - corner.x()) * 2 : nullptr;
        out[x] = p ? average(p[0], p[1], p[kTileSize], p[kTileSize + 1]) : 0;
      }
    }
  }
}

void TilePyramid::invalidate(const QRegion& area) {
  for (const QRect& part : area) {
    // In cells, both ends included; shifts and not divisions, since an area may begin before zero.
    int left = part.left() >> kCellBits, right = part.right() >> kCellBits;
    int top = part.top() >> kCellBits, bottom = part.bottom() >> kCellBits;
    for (auto& tiles : m_levels) {
      for (int row = top >> kTileCellBits; row <= bottom >> kTileCellBits; ++row)
        for (int column = left >> kTileCellBits; column <= right >> kTileCellBits; ++column) {
          const auto entry = tiles.constFind({column, row});
          if (entry == tiles.cend()) continue;
          const int x0 = column * kCells, y0 = row * kCells;
          for (int y = std::max(top - y0, 0); y <= std::min(bottom - y0, kCells - 1); ++y)
            for (int x = std::max(left - x0, 0); x <= std::min(right - x0, kCells - 1); ++x)
              (*entry)->dirty.set(static_cast<size_t>(y) * kCells + x);
        }
      // A cell of the next level covers two by two of this one.
      left >>= 1, right >>= 1, top >>= 1, bottom >>= 1;
    }
  }
}

void TilePyramid::clear() {
  for (auto& tiles : m_levels) tiles.clear();
}

}  // namespace pentimento
