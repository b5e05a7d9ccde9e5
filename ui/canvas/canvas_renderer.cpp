#include "ui/canvas/canvas_renderer.h"

#include <algorithm>
#include <cmath>

namespace pentimento {
namespace {

constexpr quint32 kEvenChannels = 0x00ff00ff;

/// Premultiplied source-over onto an opaque pixel.
quint32 over(quint32 above, quint32 below) {
  const quint32 rest = 256 - ((above >> 24) + (above >> 31));
  const quint32 even = (((below & kEvenChannels) * rest) >> 8) & kEvenChannels;
  const quint32 odd = (((below >> 8) & kEvenChannels) * rest) & ~kEvenChannels;
  return above + (even | odd);
}

quint32 mix(quint32 a, quint32 b, quint32 weight /* of b, 0..256 */) {
  const quint32 even =
      (((a & kEvenChannels) * (256 - weight) + (b & kEvenChannels) * weight) >> 8) & kEvenChannels;
  const quint32 odd =
      (((a >> 8) & kEvenChannels) * (256 - weight) + ((b >> 8) & kEvenChannels) * weight) &
      ~kEvenChannels;
  return even | odd;
}

/// Reads single pixels of one level; remembers the tile it read from last.
class LevelReader {
 public:
  LevelReader(TilePyramid& pyramid, int level) : m_pyramid(pyramid), m_level(level) {}

  quint32 at(int x, int y) {
    const TileIndex index{x >> 8, y >> 8};
    if (!m_known || !(index == m_index)) {
      m_pixels = m_pyramid.tile(m_level, index);
      m_index = index;
      m_known = true;
    }
    return m_pixels ? m_pixels[(y & 255) * kTileSize + (x & 255)] : 0;
  }

  /// Between pixel centres; x, y in 1/256 pixel, relative to the centre of pixel (0, 0).
  quint32 between(int x, int y, int maxX, int maxY) {
    const int column = x >> 8, row = y >> 8;
    const int left = std::clamp(column, 0, maxX), right = std::clamp(column + 1, 0, maxX);
    const int top = std::clamp(row, 0, maxY), bottom = std::clamp(row + 1, 0, maxY);
    const quint32 wx = x & 255, wy = y & 255;
    return mix(mix(at(left, top), at(right, top), wx), mix(at(left, bottom), at(right, bottom), wx),
               wy);
  }

 private:
  TilePyramid& m_pyramid;
  int m_level;
  TileIndex m_index;
  bool m_known = false;
  const quint32* m_pixels = nullptr;
};

}  // namespace

void renderCanvas(QImage& target, QPoint corner, const RenderOptions& options,
                  const std::vector<TilePyramid*>& pyramids) {
  const QTransform& toCanvas = options.deviceToCanvas;
  const double step = std::hypot(toCanvas.m11(), toCanvas.m12());  // image pixels per device pixel
  int level = 0;
  while (level + 1 < TilePyramid::kLevels && step >= (2 << level) - 1e-9) ++level;
  const bool interpolate = step > 1 + 1e-9;
  const double unit = 1.0 / (1 << level);
  const int maxX = ((options.canvas.width() + (1 << level) - 1) >> level) - 1;
  const int maxY = ((options.canvas.height() + (1 << level) - 1) >> level) - 1;
  std::vector<LevelReader> readers;
  for (TilePyramid* pyramid : pyramids) readers.emplace_back(*pyramid, level);

  const quint32 surround = options.surround.rgb();
  const quint32 squares[] = {options.lightSquare.rgb(), options.darkSquare.rgb()};
  const QSizeF canvas = options.canvas;
  for (int y = 0; y < target.height(); ++y) {
    auto* out = reinterpret_cast<quint32*>(target.scanLine(y));
    const int deviceY = corner.y() + y;
    QPointF at = toCanvas.map(QPointF(corner.x() + 0.5, deviceY + 0.5));
    const int squareRow = deviceY / options.squareSize;
    for (int x = 0; x < target.width(); ++x, at += QPointF(toCanvas.m11(), toCanvas.m12())) {
      if (at.x() < 0 || at.y() < 0 || at.x() >= canvas.width() || at.y() >= canvas.height()) {
        out[x] = surround;
        continue;
      }
      quint32 pixel = squares[((corner.x() + x) / options.squareSize + squareRow) & 1];
      for (LevelReader& reader : readers) {
        const quint32 above =
            interpolate ? reader.between(static_cast<int>(at.x() * unit * 256) - 128,
                                         static_cast<int>(at.y() * unit * 256) - 128, maxX, maxY)
                        : reader.at(static_cast<int>(at.x()), static_cast<int>(at.y()));
        if (above == 0) continue;
        pixel = above >= 0xff000000u ? above : over(above, pixel);
      }
      out[x] = pixel;
    }
  }
}

}  // namespace pentimento
