#include "core/training/scenes/sketch.h"

#include <algorithm>
#include <cmath>

namespace pentimento::scenes {

Point Sketch::place(Point p) const noexcept {
  const float u = m_flipped ? 1 - p.x : p.x;
  return {m_box.x + u * m_box.width, m_box.y + p.y * m_box.height};
}

Paint Sketch::place(const Paint& paint) const noexcept {
  Paint placed = paint;
  placed.from = place(paint.from);
  if (paint.kind == Paint::Kind::Radial)
    placed.to = {paint.to.x * m_box.width, paint.to.y * m_box.height};
  else
    placed.to = place(paint.to);
  return placed;
}

void Sketch::polygon(std::span<const Point> points, const Paint& paint) {
  std::vector<Point> placed(points.size());
  std::ranges::transform(points, placed.begin(), [&](Point p) { return place(p); });
  m_painter.polygon(placed, place(paint));
}

void Sketch::polygon(std::initializer_list<Point> points, const Paint& paint) {
  polygon(std::span(points.begin(), points.size()), paint);
}

void Sketch::ellipse(Point centre, Point radii, const Paint& paint) {
  m_painter.ellipse(place(centre), {radii.x * m_box.width, radii.y * m_box.height}, place(paint));
}

void Sketch::rectangle(Point topLeft, Point bottomRight, const Paint& paint, float cornerRadius) {
  m_painter.rectangle(place(topLeft), place(bottomRight), place(paint), cornerRadius * m_box.width);
}

void Sketch::line(Point a, Point b, float width, const Paint& paint) {
  m_painter.line(place(a), place(b), width * m_box.width, place(paint));
}

Paint Sketch::sideLit(Rgb base, float from, float to) const {
  const Rgb bright = lighter(base, 0.14f), dark = darker(base, 0.24f);
  return m_lightFromLeft ? Paint::linear({from, 0}, {to, 0}, bright, dark)
                         : Paint::linear({from, 0}, {to, 0}, dark, bright);
}

Paint Sketch::topLit(Rgb base, float top, float bottom, float contrast) const {
  return Paint::linear({0, top}, {0, bottom}, lighter(base, contrast * 0.6f),
                       darker(base, contrast));
}

Paint Sketch::cylinder(Rgb base, float from, float to) const {
  const Rgb bright = lighter(base, 0.30f), dark = darker(base, 0.42f), rim = darker(base, 0.12f);
  return m_lightFromLeft ? Paint::linear({from, 0}, {to, 0}, rim, {0.28f, bright, 1}, dark)
                         : Paint::linear({from, 0}, {to, 0}, dark, {0.72f, bright, 1}, rim);
}

Paint Sketch::ball(Rgb base, Point centre, Point radii) const {
  const Point light{centre.x + lightSide() * radii.x * 0.38f, centre.y - radii.y * 0.42f};
  return Paint::radial(light, {radii.x * 1.55f, radii.y * 1.55f}, lighter(base, 0.34f),
                       {0.42f, base, 1}, darker(base, 0.58f));
}

void Sketch::gloss(Point centre, Point radii, float strength) {
  const Point spot{centre.x + lightSide() * radii.x * 0.40f, centre.y - radii.y * 0.45f};
  const Point size{radii.x * 0.34f, radii.y * 0.28f};
  ellipse(spot, size, Paint::glow(spot, size, {1, 1, 1}, std::min(strength, 0.85f)).faded(0.95f));
}

void drawThing(Sketch& sketch, Kind kind) {
  drawFurniture(sketch, kind) || drawHousehold(sketch, kind) || drawVehicle(sketch, kind) ||
      drawNature(sketch, kind) || drawTableware(sketch, kind) || drawSolid(sketch, kind);
}

}  // namespace pentimento::scenes
