/// An unbounded plane of pixels that costs memory only where something was painted.
#pragma once

#include <QHash>
#include <QPoint>
#include <QRect>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace pentimento {

inline constexpr int kTileSize = 256;
/// Changes are told apart by cells of this many pixels a side, 8 x 8 of them in a tile.
inline constexpr int kCellSize = 32;

/// Pixels of one tile, rows top to bottom without padding.
using TileBytes = std::vector<std::byte>;
using TilePointer = std::shared_ptr<TileBytes>;

/// Position of a tile in a plane, in tiles from the plane's origin.
struct TileIndex {
  int column = 0;
  int row = 0;
  bool operator==(const TileIndex&) const = default;
};
[[nodiscard]] inline size_t qHash(const TileIndex& index, size_t seed = 0) noexcept {
  return ::qHash((quint64(quint32(index.row)) << 32) | quint32(index.column), seed);
}

/// A value: copies share their tiles until one of them is written, so that keeping every earlier
/// state of a document costs only what changed. Pixels that were never written are all zero
/// (transparent, unmasked). Coordinates are those of the canvas; `translate` moves all pixels at no
/// cost.
/// Thread-safety: distinct copies may be used on distinct threads.
class TilePlane {
 public:
  /// @param bytesPerPixel 1 (mask), 4 or 8 (RGBA)
  explicit TilePlane(int bytesPerPixel = 4) : m_bytesPerPixel(bytesPerPixel) {}

  [[nodiscard]] int bytesPerPixel() const noexcept { return m_bytesPerPixel; }
  [[nodiscard]] bool empty() const noexcept { return m_tiles.isEmpty(); }
  [[nodiscard]] QPoint origin() const noexcept { return m_origin; }
  void translate(QPoint offset) { m_origin += offset; }

  /// The tiles that exist: a box around everything that is not zero.
  [[nodiscard]] QRect tiledBounds() const;
  /// The smallest rectangle around all pixels that are not zero.
  [[nodiscard]] QRect contentBounds() const;

  /// Copies `area` out of the plane. @param stride bytes from row to row of `out`
  void read(const QRect& area, std::byte* out, size_t stride) const;
  /// Copies pixels into `area`; zero pixels create no tiles.
  void write(const QRect& area, const std::byte* in, size_t stride);
  void clear(const QRect& area);

  /// The pixels of `area`, tile by tile; `pixels` is null where the plane is empty.
  using Reader = std::function<void(const QRect& piece, const std::byte* pixels, size_t stride)>;
  void forEachPiece(const QRect& area, const Reader& read) const;
  /// The same to change them; tiles are created.
  using Writer = std::function<void(const QRect& piece, std::byte* pixels, size_t stride)>;
  void modify(const QRect& area, const Writer& write);

  /// Drops tiles that hold nothing but zeros within `area`.
  void prune(const QRect& area);

  // For undo and the journal, which look at tiles and not at pixels.
  using Tiles = QHash<TileIndex, TilePointer>;
  [[nodiscard]] const Tiles& tiles() const noexcept { return m_tiles; }
  void setTile(TileIndex index, TilePointer tile);  ///< null removes it
  void setOrigin(QPoint origin) { m_origin = origin; }

  /// Where the two differ, by the identity of tiles: no pixel outside of it differs.
  [[nodiscard]] QRect difference(const TilePlane& other) const;
  /// Of the pixels and where they lie, whatever the tiling. Tells accidents apart, not attacks.
  [[nodiscard]] quint64 checksum() const;
  /// Same pixels, whatever the tiling.
  [[nodiscard]] bool samePixels(const TilePlane& other) const;

 private:
  [[nodiscard]] TileBytes& writableTile(TileIndex index);
  [[nodiscard]] QRect tileRect(TileIndex index) const;

  int m_bytesPerPixel;
  QPoint m_origin;
  Tiles m_tiles;
};

}  // namespace pentimento
