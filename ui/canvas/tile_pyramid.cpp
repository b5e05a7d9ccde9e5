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

constexpr int kCells = kTileSize / kCellSize;  // a side of a tile
using Cells = std::bitset<size_t{kCells} * kCells>;

/// The tile of the level below that lies in a quarter: 0 upper left, 1 right of it, 2 beneath.
TileIndex child(TileIndex index, int quarter) {
  return {index.column * 2 + quarter % 2, index.row * 2 + quarter / 2};
}

Cells quarterCells(int quarter) {
  Cells cells;
  for (int row = 0; row < kCells / 2; ++row)
    for (int column = 0; column < kCells / 2; ++column)
      cells.set(size_t(row + quarter / 2 * kCells / 2) * kCells +
                size_t(column + quarter % 2 * kCells / 2));
  return cells;
}

/// Calls `visit(area)` for each row of neighbouring cells, in pixels of the tile.
template <typename Visit>
void forEachRun(const Cells& cells, const Visit& visit) {
  for (int row = 0; row < kCells; ++row)
    for (int from = 0; from < kCells; ++from) {
      int to = from;
      while (to < kCells && cells[static_cast<size_t>(row) * kCells + to]) ++to;
      if (to == from) continue;
      visit(QRect(from * kCellSize, row * kCellSize, (to - from) * kCellSize, kCellSize));
      from = to;
    }
}

}  // namespace

void TilePyramid::setDeadline(QDeadlineTimer deadline) {
  m_deadline = deadline;
  m_late = m_advanced = false;
}

TilePyramid::Entry& TilePyramid::entryAt(int level, TileIndex index) {
  std::shared_ptr<Entry>& entry = m_levels[level][index];
  if (!entry) entry = std::make_shared<Entry>();
  return *entry;
}

const quint32* TilePyramid::tile(int level, TileIndex index) {
  auto& fullSize = m_levels[0];
  if (level == 0 && fullSize.size() > kMaxFullSizeTiles) fullSize.clear();
  Entry& entry = entryAt(level, index);
  if (entry.dirty.any()) refresh(level, index, entry);
  return entry.pixels ? entry.pixels->data() : nullptr;
}

void TilePyramid::refresh(int level, TileIndex index, Entry& entry) {
  if (level == 0) {
    if (m_advanced && m_deadline.hasExpired()) {
      m_late = true;
      return;
    }
    m_advanced = true;
    return refreshFullSize(index, entry);
  }
  for (int quarter = 0; quarter < 4; ++quarter) refreshQuarter(level, index, quarter, entry);
}

void TilePyramid::refreshFullSize(TileIndex index, Entry& entry) {
  const Cells dirty = std::exchange(entry.dirty, {});
  const bool whole = !entry.pixels || dirty.all();
  if (!entry.pixels) entry.pixels = std::make_unique<Pixels>(size_t{kTileSize} * kTileSize, 0u);
  const QPoint corner(index.column * kTileSize, index.row * kTileSize);
  if (whole) {
    const QRect all(corner, QSize(kTileSize, kTileSize));
    if (!m_source(all, entry.pixels->data(), kTileSize)) entry.pixels.reset();
    return;
  }
  forEachRun(dirty, [&](const QRect& area) {
    quint32* first = entry.pixels->data() + area.y() * kTileSize + area.x();
    if (m_source(area.translated(corner), first, kTileSize)) return;
    for (int y = 0; y < area.height(); ++y) std::fill_n(first + y * kTileSize, area.width(), 0u);
  });
}

/// Where one tile of the level below lies; it stays dirty as far as that one is late.
void TilePyramid::refreshQuarter(int level, TileIndex index, int quarter, Entry& entry) {
  const Cells dirty = entry.dirty & quarterCells(quarter);
  if (dirty.none()) return;
  const quint32* source = tile(level - 1, child(index, quarter));
  if (entryAt(level - 1, child(index, quarter)).dirty.any()) return;
  entry.dirty &= ~dirty;
  if (!source && !entry.pixels) return;
  if (!entry.pixels) entry.pixels = std::make_unique<Pixels>(size_t{kTileSize} * kTileSize, 0u);
  const QPoint corner(quarter % 2 * kTileSize / 2, quarter / 2 * kTileSize / 2);
  forEachRun(dirty, [&](const QRect& area) {
    for (int y = area.top(); y <= area.bottom(); ++y) {
      quint32* out = entry.pixels->data() + y * kTileSize;
      const quint32* upper = source ? source + (y - corner.y()) * 2 * kTileSize : nullptr;
      for (int x = area.left(); x <= area.right(); ++x) {
        const quint32* p = source ? upper + (x - corner.x()) * 2 : nullptr;
        out[x] = p ? average(p[0], p[1], p[kTileSize], p[kTileSize + 1]) : 0;
      }
    }
  });
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
