#include "ui/canvas/canvas_renderer.h"

#include <algorithm>
#include <array>
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

/// The pixels of a row of the screen that lie on the canvas: from `first` to before `last`.
struct Span {
  int first = 0, last = 0;
};

/// What all rows of one picture on the screen have in common.
struct Projection {
  QTransform toCanvas;  // device pixels relative to the target → canvas
  QSize canvas;
  int level = 0;
  bool interpolate = false;
  int maxX = 0, maxY = 0;  // of the level

  [[nodiscard]] QPointF at(int x, int y) const { return toCanvas.map(QPointF(x + 0.5, y + 0.5)); }
  [[nodiscard]] bool contains(QPointF point) const {
    return point.x() >= 0 && point.y() >= 0 && point.x() < canvas.width() &&
           point.y() < canvas.height();
  }
  /// In 1/256 pixel of the level, relative to the centre of its first pixel.
  [[nodiscard]] int fixed(double coordinate) const {
    return static_cast<int>(std::floor(coordinate * 256 / (1 << level))) - 128;
  }
  [[nodiscard]] Span span(int y, int width) const {
    Span span{0, width};
    while (span.first < span.last && !contains(at(span.first, y))) ++span.first;
    while (span.last > span.first && !contains(at(span.last - 1, y))) --span.last;
    return span;
  }
};

Projection projectionOf(const RenderOptions& options, QPoint corner) {
  Projection p;
  p.toCanvas = QTransform::fromTranslate(corner.x(), corner.y()) * options.deviceToCanvas;
  p.canvas = options.canvas;
  // Image pixels per device pixel.
  const double step = std::hypot(p.toCanvas.m11(), p.toCanvas.m12());
  while (p.level + 1 < TilePyramid::kLevels && step >= (2 << p.level) - 1e-9) ++p.level;
  p.interpolate = step > 1 + 1e-9;
  p.maxX = ((p.canvas.width() + (1 << p.level) - 1) >> p.level) - 1;
  p.maxY = ((p.canvas.height() + (1 << p.level) - 1) >> p.level) - 1;
  return p;
}

/// Samples a pyramid for an upright view: where columns lie is the same in all rows, and so is what
/// neighbouring rows of the screen take from one row of the pyramid.
class UprightReader {
 public:
  UprightReader(TilePyramid& pyramid, const Projection& projection, Span columns)
      : m_pyramid(pyramid), m_projection(projection), m_columns(columns) {
    const int count = columns.last - columns.first;
    m_left.reserve(static_cast<size_t>(count));
    for (int x = columns.first; x < columns.last; ++x) {
      const double at = projection.at(x, 0).x();
      const int fixed = projection.fixed(at);
      m_left.push_back(projection.interpolate ? fixed >> 8 : static_cast<int>(at));
      m_weight.push_back(projection.interpolate ? fixed & 255 : 0);
    }
    const auto [low, high] = std::minmax(m_left.front(), m_left.back());
    m_low = std::clamp(low, 0, projection.maxX);
    m_high = std::clamp(high + 1, 0, projection.maxX);
    m_line.resize(static_cast<size_t>(m_high - m_low) + 1);
    for (Row& row : m_rows) row.pixels.resize(static_cast<size_t>(count));
    m_mixed.resize(static_cast<size_t>(count));
  }

  /// The pixels of one row of the screen; null when all are transparent.
  const quint32* row(int y) {
    const double at = m_projection.at(m_columns.first, y).y();
    if (!m_projection.interpolate) return levelRow(static_cast<int>(at));
    const int fixed = m_projection.fixed(at);
    const quint32* upper = levelRow(std::clamp(fixed >> 8, 0, m_projection.maxY));
    const quint32* lower = levelRow(std::clamp((fixed >> 8) + 1, 0, m_projection.maxY));
    const quint32 weight = fixed & 255;
    if (upper == lower || weight == 0) return upper;
    for (size_t i = 0; i < m_mixed.size(); ++i)
      m_mixed[i] = mix(upper ? upper[i] : 0, lower ? lower[i] : 0, weight);
    return m_mixed.data();
  }

 private:
  struct Row {
    int y = -1;
    bool transparent = true;
    std::vector<quint32> pixels;
  };

  /// A row of the level, sampled at the columns. Valid until the next but one call.
  const quint32* levelRow(int y) {
    Row& row = m_rows[y & 1];
    if (row.y != y) {
      row.y = y;
      row.transparent = !readLine(y);
      if (!row.transparent) sample(row.pixels);
    }
    return row.transparent ? nullptr : row.pixels.data();
  }

  bool readLine(int y) {
    bool any = false;
    for (int x = m_low; x <= m_high;) {
      const int end = std::min((x | (kTileSize - 1)) + 1, m_high + 1);
      const quint32* tile = m_pyramid.tile(m_projection.level, {x >> 8, y >> 8});
      quint32* out = m_line.data() + (x - m_low);
      if (tile)
        std::copy_n(tile + (y & 255) * kTileSize + (x & 255), end - x, out);
      else
        std::fill_n(out, end - x, 0u);
      any |= tile != nullptr;
      x = end;
    }
    return any;
  }

  void sample(std::vector<quint32>& out) const {
    const auto pixel = [this](int x) { return m_line[std::clamp(x, m_low, m_high) - m_low]; };
    if (m_projection.interpolate)
      for (size_t i = 0; i < out.size(); ++i)
        out[i] = mix(pixel(m_left[i]), pixel(m_left[i] + 1), m_weight[i]);
    else
      for (size_t i = 0; i < out.size(); ++i) out[i] = m_line[m_left[i] - m_low];
  }

  TilePyramid& m_pyramid;
  const Projection& m_projection;
  Span m_columns;
  std::vector<int> m_left;        // per column: the pixel of the level at or left of it
  std::vector<quint32> m_weight;  // of the one right of it, in 1/256
  int m_low = 0, m_high = 0;      // pixels of the level that are needed
  std::vector<quint32> m_line, m_mixed;
  std::array<Row, 2> m_rows;
};

/// Samples a pyramid pixel by pixel, whatever the angle.
class SlantedReader {
 public:
  SlantedReader(TilePyramid& pyramid, const Projection& projection)
      : m_pyramid(pyramid), m_projection(projection) {}

  const quint32* row(int y, Span columns) {
    m_row.resize(static_cast<size_t>(columns.last - columns.first));
    bool any = false;
    for (int x = columns.first; x < columns.last; ++x) {
      const QPointF at = m_projection.at(x, y);
      const quint32 pixel = m_projection.interpolate
                                ? between(m_projection.fixed(at.x()), m_projection.fixed(at.y()))
                                : pixelAt(static_cast<int>(at.x()), static_cast<int>(at.y()));
      m_row[static_cast<size_t>(x - columns.first)] = pixel;
      any |= pixel != 0;
    }
    return any ? m_row.data() : nullptr;
  }

 private:
  quint32 pixelAt(int x, int y) {
    const TileIndex index{x >> 8, y >> 8};
    if (!m_known || !(index == m_index)) {
      m_pixels = m_pyramid.tile(m_projection.level, index);
      m_index = index;
      m_known = true;
    }
    return m_pixels ? m_pixels[(y & 255) * kTileSize + (x & 255)] : 0;
  }

  quint32 between(int x, int y) {
    const int left = std::clamp(x >> 8, 0, m_projection.maxX);
    const int right = std::clamp((x >> 8) + 1, 0, m_projection.maxX);
    const int top = std::clamp(y >> 8, 0, m_projection.maxY);
    const int bottom = std::clamp((y >> 8) + 1, 0, m_projection.maxY);
    const quint32 wx = x & 255, wy = y & 255;
    return mix(mix(pixelAt(left, top), pixelAt(right, top), wx),
               mix(pixelAt(left, bottom), pixelAt(right, bottom), wx), wy);
  }

  TilePyramid& m_pyramid;
  const Projection& m_projection;
  TileIndex m_index;
  bool m_known = false;
  const quint32* m_pixels = nullptr;
  std::vector<quint32> m_row;
};

/// Draws the checkerboard and what lies beyond the canvas; pictures are laid over it row by row.
class Ground {
 public:
  Ground(const RenderOptions& options, QPoint corner, int width)
      : m_corner(corner), m_square(options.squareSize), m_surround(options.surround.rgb()) {
    const quint32 squares[] = {options.lightSquare.rgb(), options.darkSquare.rgb()};
    for (int start = 0; start < 2; ++start)
      for (int x = 0; x < width; ++x)
        m_rows[start].push_back(squares[((corner.x() + x) / m_square + start) & 1]);
  }
  void paint(quint32* out, int y, Span onCanvas) const {
    const std::vector<quint32>& squares = m_rows[(m_corner.y() + y) / m_square & 1];
    std::fill(out, out + onCanvas.first, m_surround);
    std::copy(squares.begin() + onCanvas.first, squares.begin() + onCanvas.last,
              out + onCanvas.first);
    std::fill(out + onCanvas.last, out + squares.size(), m_surround);
  }

 private:
  QPoint m_corner;
  int m_square;
  quint32 m_surround;
  std::array<std::vector<quint32>, 2> m_rows;
};

void layOver(const quint32* above, quint32* out, int count) {
  if (!above) return;
  for (int i = 0; i < count; ++i)
    if (above[i] >= 0xff000000u)
      out[i] = above[i];
    else if (above[i] != 0)
      out[i] = over(above[i], out[i]);
}

void renderUpright(QImage& target, const Projection& projection, const Ground& ground,
                   const std::vector<TilePyramid*>& pyramids) {
  // On which columns the canvas lies is seen in any row that it crosses.
  Projection crossing = projection;
  crossing.canvas.setHeight(1);
  crossing.toCanvas = QTransform(projection.toCanvas.m11(), 0, 0, 0, projection.toCanvas.dx(), 0.5);
  const Span columns = crossing.span(0, target.width());
  const bool beside = columns.first == columns.last;
  std::vector<UprightReader> readers;
  for (TilePyramid* pyramid : pyramids)
    if (!beside) readers.emplace_back(*pyramid, projection, columns);
  for (int y = 0; y < target.height(); ++y) {
    auto* out = reinterpret_cast<quint32*>(target.scanLine(y));
    const bool inside = !beside && projection.contains(projection.at(columns.first, y));
    ground.paint(out, y, inside ? columns : Span{0, 0});
    if (!inside) continue;
    for (UprightReader& reader : readers)
      layOver(reader.row(y), out + columns.first, columns.last - columns.first);
  }
}

void renderSlanted(QImage& target, const Projection& projection, const Ground& ground,
                   const std::vector<TilePyramid*>& pyramids) {
  std::vector<SlantedReader> readers;
  for (TilePyramid* pyramid : pyramids) readers.emplace_back(*pyramid, projection);
  for (int y = 0; y < target.height(); ++y) {
    auto* out = reinterpret_cast<quint32*>(target.scanLine(y));
    const Span columns = projection.span(y, target.width());
    ground.paint(out, y, columns);
    for (SlantedReader& reader : readers)
      layOver(reader.row(y, columns), out + columns.first, columns.last - columns.first);
  }
}

}  // namespace

void renderCanvas(QImage& target, QPoint corner, const RenderOptions& options,
                  const std::vector<TilePyramid*>& pyramids) {
  const Projection projection = projectionOf(options, corner);
  const Ground ground(options, corner, target.width());
  const bool upright = options.deviceToCanvas.m12() == 0 && options.deviceToCanvas.m21() == 0;
  (upright ? renderUpright : renderSlanted)(target, projection, ground, pyramids);
}

}  // namespace pentimento
