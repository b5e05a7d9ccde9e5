/// The hand that draws one thing: shapes in the thing's own unit square, lit from the scene's side.
#pragma once

#include <initializer_list>

#include "core/training/scenes/painter.h"
#include "core/training/scenes/world.h"

namespace pentimento::scenes {

/// Coordinates run from (0, 0) at the top left to (1, 1) at the bottom right of the thing's box;
/// a flipped thing is mirrored, its light is not.
class Sketch {
 public:
  Sketch(Painter& painter, const Thing& thing, Rgb colour, bool lightFromLeft)
      : random(thing.variation),
        colour(colour),
        m_painter(painter),
        m_box(thing.box),
        m_flipped(thing.flipped),
        m_lightFromLeft(lightFromLeft != thing.flipped) {}

  Random random;  ///< of this thing
  Rgb colour;     ///< of this thing

  void polygon(std::initializer_list<Point> points, const Paint& paint);
  void polygon(std::span<const Point> points, const Paint& paint);
  void ellipse(Point centre, Point radii, const Paint& paint);
  void rectangle(Point topLeft, Point bottomRight, const Paint& paint, float cornerRadius = 0);
  /// `width` in units of the box's width.
  void line(Point a, Point b, float width, const Paint& paint);

  /// Light from one side, falling off across [from, to] horizontally.
  [[nodiscard]] Paint sideLit(Rgb base, float from = 0, float to = 1) const;
  /// Lighter above, darker below.
  [[nodiscard]] Paint topLit(Rgb base, float top, float bottom, float contrast = 0.3f) const;
  /// The sheen of something round and upright.
  [[nodiscard]] Paint cylinder(Rgb base, float from, float to) const;
  /// The sheen of a ball.
  [[nodiscard]] Paint ball(Rgb base, Point centre, Point radii) const;
  /// A soft white spot on the lit side of a ball.
  void gloss(Point centre, Point radii, float strength);

  /// -1 where the light comes from the left (in the thing's own frame), else 1.
  [[nodiscard]] float lightSide() const noexcept { return m_lightFromLeft ? -1.0f : 1.0f; }

 private:
  [[nodiscard]] Point place(Point p) const noexcept;
  [[nodiscard]] Paint place(const Paint& paint) const noexcept;

  Painter& m_painter;
  Box m_box;
  bool m_flipped, m_lightFromLeft;
};

/// Draws a thing into its box, without its shadow.
void drawThing(Sketch& sketch, Kind kind);

// The four groups `drawThing` chooses from; each returns whether the kind is one of its own.
bool drawFurniture(Sketch& sketch, Kind kind);
bool drawHousehold(Sketch& sketch, Kind kind);
bool drawVehicle(Sketch& sketch, Kind kind);
bool drawNature(Sketch& sketch, Kind kind);
bool drawTableware(Sketch& sketch, Kind kind);
bool drawSolid(Sketch& sketch, Kind kind);

}  // namespace pentimento::scenes
