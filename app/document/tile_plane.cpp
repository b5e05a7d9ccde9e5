#include "app/document/tile_plane.h"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace pentimento {
namespace {

int floorToTile(int coordinate) {
  return coordinate >= 0 ? coordinate / kTileSize : -((-coordinate - 1) / kTileSize) - 1;
}

/// Calls `visit(index, piece)` for each tile that `area` (in plane coordinates) touches.
template <typename Visit>
void forEachTileUnder(const QRect& area, const Visit& visit) {
  if (area.isEmpty()) return;
  for (int row = floorToTile(area.top()); row <= floorToTile(area.bottom()); ++row)
    for (int column = floorToTile(area.left()); column <= floorToTile(area.right()); ++column) {
      const QRect tile(column * kTileSize, row * kTileSize, kTileSize, kTileSize);
      visit(TileIndex{column, row}, tile.intersected(area));
    }
}

bool allZero(const std::byte* bytes, size_t count) {
  return bytes[0] == std::byte{0} && std::memcmp(bytes, bytes + 1, count - 1) == 0;
}

bool allZero(const TileBytes& tile) {
  return allZero(tile.data(), tile.size());
}

/// Sum over the pixels that are not zero of a mix (the finalizer of SplitMix64) of value and place.
template <typename Pixel>
quint64 rowChecksum(const std::byte* row, QPoint at, int width) {
  quint64 sum = 0;
  for (int x = 0; x < width; ++x) {
    Pixel pixel;
    std::memcpy(&pixel, row + x * sizeof pixel, sizeof pixel);
    if (pixel == 0) continue;
    const quint64 place = (quint64(quint32(at.y())) << 32) | quint32(at.x() + x);
    quint64 z = quint64{pixel} * 0x9e3779b97f4a7c15 + place * 0xd1342543de82ef95;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    sum += z ^ (z >> 31);
  }
  return sum;
}

}  // namespace

QRect TilePlane::tileRect(TileIndex index) const {
  return QRect(index.column * kTileSize, index.row * kTileSize, kTileSize, kTileSize)
      .translated(m_origin);
}

QRect TilePlane::tiledBounds() const {
  QRect bounds;
  for (auto tile = m_tiles.keyBegin(); tile != m_tiles.keyEnd(); ++tile) bounds |= tileRect(*tile);
  return bounds;
}

QRect TilePlane::contentBounds() const {
  QRect bounds;
  for (auto tile = m_tiles.cbegin(); tile != m_tiles.cend(); ++tile) {
    const QRect outer = tileRect(tile.key());
    if (bounds.contains(outer)) continue;
    const size_t pixel = static_cast<size_t>(m_bytesPerPixel);
    int left = kTileSize, right = -1, top = kTileSize, bottom = -1;
    for (int y = 0; y < kTileSize; ++y) {
      const std::byte* row = tile.value()->data() + y * kTileSize * pixel;
      if (allZero(row, kTileSize * pixel)) continue;
      top = std::min(top, y);
      bottom = y;
      int x = 0;
      while (allZero(row + x * pixel, pixel)) ++x;
      left = std::min(left, x);
      x = kTileSize - 1;
      while (allZero(row + x * pixel, pixel)) --x;
      right = std::max(right, x);
    }
    if (right >= 0)
      bounds |= QRect(outer.x() + left, outer.y() + top, right - left + 1, bottom - top + 1);
  }
  return bounds;
}

void TilePlane::forEachPiece(const QRect& area, const Reader& read) const {
  const size_t stride = static_cast<size_t>(kTileSize) * m_bytesPerPixel;
  forEachTileUnder(area.translated(-m_origin), [&](TileIndex index, const QRect& piece) {
    const auto tile = m_tiles.constFind(index);
    const std::byte* pixels = nullptr;
    if (tile != m_tiles.cend())
      pixels = tile.value()->data() + (piece.y() - index.row * kTileSize) * stride +
               static_cast<size_t>(piece.x() - index.column * kTileSize) * m_bytesPerPixel;
    read(piece.translated(m_origin), pixels, stride);
  });
}

void TilePlane::modify(const QRect& area, const Writer& write) {
  const size_t stride = static_cast<size_t>(kTileSize) * m_bytesPerPixel;
  forEachTileUnder(area.translated(-m_origin), [&](TileIndex index, const QRect& piece) {
    std::byte* pixels = writableTile(index).data() + (piece.y() - index.row * kTileSize) * stride +
                        static_cast<size_t>(piece.x() - index.column * kTileSize) * m_bytesPerPixel;
    write(piece.translated(m_origin), pixels, stride);
  });
}

void TilePlane::read(const QRect& area, std::byte* out, size_t stride) const {
  forEachPiece(area, [&](const QRect& piece, const std::byte* pixels, size_t tileStride) {
    const size_t bytes = static_cast<size_t>(piece.width()) * m_bytesPerPixel;
    std::byte* row = out + (piece.y() - area.y()) * stride +
                     static_cast<size_t>(piece.x() - area.x()) * m_bytesPerPixel;
    for (int y = 0; y < piece.height(); ++y, row += stride) {
      if (pixels)
        std::memcpy(row, pixels + y * tileStride, bytes);
      else
        std::memset(row, 0, bytes);
    }
  });
}

void TilePlane::write(const QRect& area, const std::byte* in, size_t stride) {
  forEachTileUnder(area.translated(-m_origin), [&](TileIndex index, const QRect& piece) {
    const size_t bytes = static_cast<size_t>(piece.width()) * m_bytesPerPixel;
    const QRect target = piece.translated(m_origin);
    const std::byte* source = in + (target.y() - area.y()) * stride +
                              static_cast<size_t>(target.x() - area.x()) * m_bytesPerPixel;
    if (!m_tiles.contains(index)) {
      bool zero = true;
      for (int y = 0; zero && y < piece.height(); ++y) zero = allZero(source + y * stride, bytes);
      if (zero) return;
    }
    modify(target, [&](const QRect&, std::byte* pixels, size_t tileStride) {
      for (int y = 0; y < piece.height(); ++y)
        std::memcpy(pixels + y * tileStride, source + y * stride, bytes);
    });
  });
  prune(area);
}

void TilePlane::clear(const QRect& area) {
  const QRect local = area.translated(-m_origin);
  forEachTileUnder(local & tiledBounds().translated(-m_origin), [&](TileIndex index,
                                                                    const QRect& piece) {
    if (!m_tiles.contains(index)) return;
    if (piece.width() == kTileSize && piece.height() == kTileSize) {
      m_tiles.remove(index);
      return;
    }
    modify(piece.translated(m_origin), [&](const QRect& target, std::byte* pixels, size_t stride) {
      for (int y = 0; y < target.height(); ++y)
        std::memset(pixels + y * stride, 0, static_cast<size_t>(target.width()) * m_bytesPerPixel);
    });
  });
  prune(area);
}

void TilePlane::prune(const QRect& area) {
  forEachTileUnder(area.translated(-m_origin), [&](TileIndex index, const QRect&) {
    const auto tile = m_tiles.constFind(index);
    if (tile != m_tiles.cend() && allZero(*tile.value())) m_tiles.remove(index);
  });
}

TileBytes& TilePlane::writableTile(TileIndex index) {
  TilePointer& tile = m_tiles[index];
  if (!tile) {
    tile =
        std::make_shared<TileBytes>(static_cast<size_t>(kTileSize) * kTileSize * m_bytesPerPixel);
  } else if (tile.use_count() > 1) {
    tile = std::make_shared<TileBytes>(*tile);
  } else {
    // The journal's thread may just have let go of this tile: see all that it did before.
    std::atomic_thread_fence(std::memory_order_acquire);
  }
  return *tile;
}

void TilePlane::setTile(TileIndex index, TilePointer tile) {
  if (tile)
    m_tiles.insert(index, std::move(tile));
  else
    m_tiles.remove(index);
}

QRect TilePlane::difference(const TilePlane& other) const {
  if (m_origin != other.m_origin) return tiledBounds() | other.tiledBounds();
  if (m_tiles.isSharedWith(other.m_tiles)) return {};
  QRect area;
  for (auto tile = m_tiles.cbegin(); tile != m_tiles.cend(); ++tile) {
    const auto theirs = other.m_tiles.constFind(tile.key());
    if (theirs == other.m_tiles.cend() || theirs.value() != tile.value())
      area |= tileRect(tile.key());
  }
  for (auto tile = other.m_tiles.keyBegin(); tile != other.m_tiles.keyEnd(); ++tile)
    if (!m_tiles.contains(*tile)) area |= tileRect(*tile);
  return area;
}

quint64 TilePlane::checksum() const {
  quint64 sum = 0;
  forEachPiece(tiledBounds(), [&](const QRect& piece, const std::byte* pixels, size_t stride) {
    if (!pixels) return;
    for (int y = 0; y < piece.height(); ++y) {
      const std::byte* row = pixels + y * stride;
      const QPoint at(piece.x(), piece.y() + y);
      sum += m_bytesPerPixel == 1   ? rowChecksum<quint8>(row, at, piece.width())
             : m_bytesPerPixel == 4 ? rowChecksum<quint32>(row, at, piece.width())
                                    : rowChecksum<quint64>(row, at, piece.width());
    }
  });
  return sum;
}

bool TilePlane::samePixels(const TilePlane& other) const {
  if (m_bytesPerPixel != other.m_bytesPerPixel) return false;
  const QRect area = tiledBounds() | other.tiledBounds();
  std::vector<std::byte> row(static_cast<size_t>(area.width()) * m_bytesPerPixel);
  std::vector<std::byte> theirs(row.size());
  for (int y = area.top(); y <= area.bottom(); ++y) {
    const QRect line(area.left(), y, area.width(), 1);
    read(line, row.data(), row.size());
    other.read(line, theirs.data(), theirs.size());
    if (row != theirs) return false;
  }
  return true;
}

}  // namespace pentimento
