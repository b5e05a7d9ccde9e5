#include "core/training/scenes/painter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace pentimento::scenes {
namespace {

constexpr int kMaxCrossings = 24;
constexpr float kOpaque = 0.6f;  // fainter paint (shadow, gloss) does not change who owns a pixel

Rgb blend(Rgb a, Rgb b, float t) {
  return mix(a, b, t);
}

Paint::Stop stopAt(const Paint& paint, float t) {
  const Paint::Stop& m = paint.middle;
  if (t <= m.at) {
    const float local = m.at > 0 ? std::max(t, 0.0f) / m.at : 1.0f;
    return {t, blend(paint.first.colour, m.colour, local),
            paint.first.alpha + (m.alpha - paint.first.alpha) * local};
  }
  const float local = std::min((t - m.at) / (1 - m.at), 1.0f);
  return {t, blend(m.colour, paint.last.colour, local),
          m.alpha + (paint.last.alpha - m.alpha) * local};
}

}  // namespace

Paint Paint::flat(Rgb colour, float alpha) {
  Paint paint;
  paint.first = paint.middle = paint.last = {0.5f, colour, alpha};
  return paint;
}

Paint Paint::linear(Point from, Point to, Rgb first, Rgb last) {
  return linear(from, to, first, {0.5f, mix(first, last, 0.5f), 1}, last);
}

Paint Paint::linear(Point from, Point to, Rgb first, Stop middle, Rgb last) {
  Paint paint;
  paint.kind = Kind::Linear;
  paint.from = from;
  paint.to = to;
  paint.first = {0, first, 1};
  paint.middle = middle;
  paint.last = {1, last, 1};
  return paint;
}

Paint Paint::radial(Point centre, Point radii, Rgb first, Stop middle, Rgb last) {
  Paint paint = linear(centre, radii, first, middle, last);
  paint.kind = Kind::Radial;
  return paint;
}

Paint Paint::glow(Point centre, Point radii, Rgb colour, float alpha) {
  Paint paint = radial(centre, radii, colour, {0.55f, colour, alpha * 0.62f}, colour);
  paint.first.alpha = alpha;
  paint.last.alpha = 0;
  return paint;
}

Paint Paint::faded(float alpha) const {
  Paint paint = *this;
  for (Stop* stop : {&paint.first, &paint.middle, &paint.last}) stop->alpha *= alpha;
  return paint;
}

Painter::Painter(int size, int supersampling)
    : m_size(size),
      m_scale(supersampling),
      m_side(size * supersampling),
      m_colours(static_cast<size_t>(m_side) * m_side * 3),
      m_objects(static_cast<size_t>(m_side) * m_side),
      m_parts(static_cast<size_t>(m_side) * m_side),
      m_crossings(static_cast<size_t>(m_side) * kMaxCrossings),
      m_crossingCount(static_cast<size_t>(m_side)) {}

void Painter::fillSpan(int y, int begin, int end, const Paint& paint) {
  const size_t row = static_cast<size_t>(y) * m_side;
  const float unit = 1.0f / static_cast<float>(m_side);
  const float v = (static_cast<float>(y) + 0.5f) * unit;
  const auto put = [&](int x, const Rgb& colour, float alpha) {
    float* pixel = &m_colours[(row + x) * 3];
    pixel[0] += (colour.r - pixel[0]) * alpha;
    pixel[1] += (colour.g - pixel[1]) * alpha;
    pixel[2] += (colour.b - pixel[2]) * alpha;
  };
  if (paint.kind == Paint::Kind::Flat) {
    for (int x = begin; x < end; ++x) put(x, paint.first.colour, paint.first.alpha);
  } else if (paint.kind == Paint::Kind::Linear) {
    const float dx = paint.to.x - paint.from.x, dy = paint.to.y - paint.from.y;
    const float inverse = 1.0f / std::max(dx * dx + dy * dy, 1e-8f);
    const float step = dx * inverse * unit;
    float t = ((0.5f + static_cast<float>(begin)) * unit - paint.from.x) * dx * inverse +
              (v - paint.from.y) * dy * inverse;
    for (int x = begin; x < end; ++x, t += step) {
      const Paint::Stop stop = stopAt(paint, t);
      put(x, stop.colour, stop.alpha);
    }
  } else {
    const float sx = unit / std::max(paint.to.x, 1e-5f);
    const float ry = (v - paint.from.y) / std::max(paint.to.y, 1e-5f);
    float rx = (0.5f + static_cast<float>(begin)) * sx - paint.from.x / std::max(paint.to.x, 1e-5f);
    for (int x = begin; x < end; ++x, rx += sx) {
      const Paint::Stop stop = stopAt(paint, std::sqrt(rx * rx + ry * ry));
      put(x, stop.colour, stop.alpha);
    }
  }
  if (paint.middle.alpha < kOpaque) return;
  std::fill(m_objects.begin() + static_cast<ptrdiff_t>(row + begin),
            m_objects.begin() + static_cast<ptrdiff_t>(row + end), m_object);
  std::fill(m_parts.begin() + static_cast<ptrdiff_t>(row + begin),
            m_parts.begin() + static_cast<ptrdiff_t>(row + end), m_part);
}

void Painter::polygon(std::span<const Point> points, const Paint& paint) {
  if (points.size() < 3) return;
  ++m_part;
  const auto side = static_cast<float>(m_side);
  float top = side, bottom = 0;
  for (const Point& p : points) {
    top = std::min(top, p.y * side);
    bottom = std::max(bottom, p.y * side);
  }
  const int firstRow = std::max(0, static_cast<int>(std::ceil(top - 0.5f)));
  const int lastRow = std::min(m_side - 1, static_cast<int>(std::floor(bottom - 0.5f)));
  if (firstRow > lastRow) return;
  std::fill(m_crossingCount.begin() + firstRow, m_crossingCount.begin() + lastRow + 1, uint8_t{0});

  for (size_t i = 0; i < points.size(); ++i) {
    Point a = points[i], b = points[(i + 1) % points.size()];
    if (a.y > b.y) std::swap(a, b);
    const float ay = a.y * side - 0.5f, by = b.y * side - 0.5f;
    const int from = std::max(firstRow, static_cast<int>(std::ceil(ay)));
    const int to = std::min(lastRow, static_cast<int>(std::ceil(by)) - 1);  // [ay, by)
    if (from > to) continue;
    const float slope = (b.x - a.x) * side / (by - ay);
    float x = a.x * side + (static_cast<float>(from) - ay) * slope;
    for (int y = from; y <= to; ++y, x += slope) {
      uint8_t& count = m_crossingCount[static_cast<size_t>(y)];
      if (count < kMaxCrossings) m_crossings[static_cast<size_t>(y) * kMaxCrossings + count++] = x;
    }
  }
  for (int y = firstRow; y <= lastRow; ++y) {
    float* row = &m_crossings[static_cast<size_t>(y) * kMaxCrossings];
    const int count = m_crossingCount[static_cast<size_t>(y)];
    std::sort(row, row + count);
    for (int i = 0; i + 1 < count; i += 2) {
      const int begin = std::clamp(static_cast<int>(std::ceil(row[i] - 0.5f)), 0, m_side);
      const int end = std::clamp(static_cast<int>(std::ceil(row[i + 1] - 0.5f)), 0, m_side);
      if (begin < end) fillSpan(y, begin, end, paint);
    }
  }
}

void Painter::ellipse(Point centre, Point radii, const Paint& paint) {
  constexpr int kCorners = 40;
  static const auto circle = [] {
    std::array<Point, kCorners> points;
    for (int i = 0; i < kCorners; ++i) {
      const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / kCorners;
      points[static_cast<size_t>(i)] = {std::cos(angle), std::sin(angle)};
    }
    return points;
  }();
  std::array<Point, kCorners> points;
  for (size_t i = 0; i < kCorners; ++i)
    points[i] = {centre.x + circle[i].x * radii.x, centre.y + circle[i].y * radii.y};
  polygon(points, paint);
}

void Painter::rectangle(Point topLeft, Point bottomRight, const Paint& paint, float cornerRadius) {
  if (topLeft.x > bottomRight.x) std::swap(topLeft.x, bottomRight.x);
  const float r = std::min(
      {cornerRadius, (bottomRight.x - topLeft.x) / 2, std::abs(bottomRight.y - topLeft.y) / 2});
  if (r <= 0) {
    const std::array<Point, 4> corners{topLeft, Point{bottomRight.x, topLeft.y}, bottomRight,
                                       Point{topLeft.x, bottomRight.y}};
    return polygon(corners, paint);
  }
  constexpr int kSteps = 6;
  std::array<Point, 4 * kSteps> points;
  for (int corner = 0; corner < 4; ++corner) {
    const float cx = corner == 0 || corner == 3 ? bottomRight.x - r : topLeft.x + r;
    const float cy = corner < 2 ? bottomRight.y - r : topLeft.y + r;
    for (int i = 0; i < kSteps; ++i) {
      const float angle = std::numbers::pi_v<float> / 2 *
                          (static_cast<float>(corner) + static_cast<float>(i) / (kSteps - 1));
      points[static_cast<size_t>(corner * kSteps + i)] = {cx + std::cos(angle) * r,
                                                          cy + std::sin(angle) * r};
    }
  }
  polygon(points, paint);
}

void Painter::line(Point a, Point b, float width, const Paint& paint) {
  const float angle = std::atan2(b.y - a.y, b.x - a.x);
  constexpr int kSteps = 6;
  std::array<Point, 2 * kSteps> points;
  for (int i = 0; i < kSteps; ++i) {
    const float turn =
        angle + std::numbers::pi_v<float> * (0.5f + static_cast<float>(i) / (kSteps - 1));
    const float dx = std::cos(turn) * width / 2, dy = std::sin(turn) * width / 2;
    points[static_cast<size_t>(i)] = {a.x + dx, a.y + dy};
    points[static_cast<size_t>(kSteps + i)] = {b.x - dx, b.y - dy};
  }
  polygon(points, paint);
}

void Painter::ink(float width, Rgb colour) {
  const int reach =
      std::max(1, static_cast<int>(std::lround(width * static_cast<float>(m_side) / 2)));
  std::vector<uint8_t> inked(m_parts.size());
  const auto differs = [&](size_t a, size_t b) {
    return m_objects[a] != m_objects[b] || (m_objects[a] != 0 && m_parts[a] != m_parts[b]);
  };
  for (int y = 0; y < m_side; ++y) {
    for (int x = 0; x < m_side; ++x) {
      const size_t here = static_cast<size_t>(y) * m_side + x;
      const bool edge = (x + 1 < m_side && differs(here, here + 1)) ||
                        (y + 1 < m_side && differs(here, here + m_side));
      if (!edge) continue;
      for (int dy = -reach + 1; dy <= reach; ++dy)
        for (int dx = -reach + 1; dx <= reach; ++dx) {
          const int u = x + dx, v = y + dy;
          if (u >= 0 && v >= 0 && u < m_side && v < m_side)
            inked[static_cast<size_t>(v) * m_side + u] = 1;
        }
    }
  }
  for (size_t i = 0; i < inked.size(); ++i) {
    if (!inked[i]) continue;
    m_colours[i * 3] = colour.r;
    m_colours[i * 3 + 1] = colour.g;
    m_colours[i * 3 + 2] = colour.b;
  }
}

void Painter::mirror() {
  for (int y = 0; y < m_side; ++y) {
    const size_t row = static_cast<size_t>(y) * m_side;
    for (int x = 0; x < m_side / 2; ++x) {
      const size_t a = row + x, b = row + m_side - 1 - x;
      std::swap_ranges(&m_colours[a * 3], &m_colours[a * 3] + 3, &m_colours[b * 3]);
      std::swap(m_objects[a], m_objects[b]);
      std::swap(m_parts[a], m_parts[b]);
    }
  }
}

std::vector<float> Painter::pixels() const {
  std::vector<float> result(static_cast<size_t>(m_size) * m_size * 3);
  const float share = 1.0f / static_cast<float>(m_scale * m_scale);
  for (int y = 0; y < m_side; ++y) {
    float* out = &result[static_cast<size_t>(y / m_scale) * m_size * 3];
    const float* in = &m_colours[static_cast<size_t>(y) * m_side * 3];
    for (int x = 0; x < m_side; ++x) {
      float* pixel = out + static_cast<size_t>(x / m_scale) * 3;
      for (int c = 0; c < 3; ++c) pixel[c] += *in++ * share;
    }
  }
  return result;
}

Mask Painter::coverage(uint8_t id) const {
  Mask mask(Extent{m_size, m_size});
  const int samples = m_scale * m_scale;
  for (int y = 0; y < m_size; ++y) {
    const auto row = mask.writableRow(y);
    for (int x = 0; x < m_size; ++x) {
      int hits = 0;
      for (int dy = 0; dy < m_scale; ++dy)
        for (int dx = 0; dx < m_scale; ++dx)
          hits +=
              m_objects[static_cast<size_t>(y * m_scale + dy) * m_side + x * m_scale + dx] == id;
      row[static_cast<size_t>(x)] = static_cast<uint8_t>(hits * 255 / samples);
    }
  }
  return mask;
}

}  // namespace pentimento::scenes
