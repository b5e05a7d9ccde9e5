#include "ui/canvas/tile_pyramid.h"

namespace pentimento {
namespace {

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
  if (!held->dirty.isEmpty()) refresh(level, index, *held);
  return held->pixels ? held->pixels->data() : nullptr;
}

void TilePyramid::refresh(int level, TileIndex index, Entry& entry) {
  const QRect whole(0, 0, kTileSize, kTileSize);
  QRect area = std::exchange(entry.dirty, {});
  const bool isNew = !entry.pixels;
  if (isNew) {
    entry.pixels = std::make_unique<Pixels>(size_t{kTileSize} * kTileSize, 0u);
    area = whole;
  }
  bool hasContent = true;
  if (level == 0) {
    const QPoint corner(index.column * kTileSize, index.row * kTileSize);
    hasContent = m_source(area.translated(corner),
                          entry.pixels->data() + area.y() * kTileSize + area.x(), kTileSize);
  } else {
    bool anyChild = false;
    for (int child = 0; child < 4; ++child)
      anyChild |=
          tile(level - 1, {index.column * 2 + child % 2, index.row * 2 + child / 2}) != nullptr;
    hasContent = anyChild;
    if (anyChild) shrinkInto(level, index, area, *entry.pixels);
  }
  if (!hasContent && area == whole) {
    entry.pixels.reset();
  } else if (!hasContent) {
    for (int y = area.top(); y <= area.bottom(); ++y)
      std::fill_n(entry.pixels->data() + y * kTileSize + area.x(), area.width(), 0u);
  }
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

void TilePyramid::invalidate(const QRect& area) {
  QRect scaled = area;
  for (auto& tiles : m_levels) {
    const int top = scaled.top() >> 8, bottom = scaled.bottom() >> 8;
    for (int row = top; row <= bottom; ++row)
      for (int column = scaled.left() >> 8; column <= scaled.right() >> 8; ++column) {
        const auto entry = tiles.constFind({column, row});
        if (entry == tiles.cend()) continue;
        const QRect tileArea(column * kTileSize, row * kTileSize, kTileSize, kTileSize);
        (*entry)->dirty |= (scaled & tileArea).translated(-tileArea.topLeft());
      }
    // A pixel of the next level covers two of this one.
    scaled.setCoords(scaled.left() >> 1, scaled.top() >> 1, scaled.right() >> 1,
                     scaled.bottom() >> 1);
  }
}

void TilePyramid::clear() {
  for (auto& tiles : m_levels) tiles.clear();
}

}  // namespace pentimento
