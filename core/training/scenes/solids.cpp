#include "core/training/scenes/sketch.h"

namespace pentimento::scenes {
namespace {

void drawBall(Sketch& s) {
  s.ellipse({0.5f, 0.5f}, {0.5f, 0.5f}, s.ball(s.colour, {0.5f, 0.5f}, {0.5f, 0.5f}));
  s.gloss({0.5f, 0.5f}, {0.5f, 0.5f}, 0.85f);
}

/// Three visible faces; the lit one is on the side of the light.
void drawCube(Sketch& s) {
  const bool left = s.lightSide() < 0;
  const Rgb front = left ? s.colour : darker(s.colour, 0.36f);
  const Rgb side = left ? darker(s.colour, 0.40f) : s.colour;
  s.polygon({{0.30f, 0}, {1, 0.06f}, {0.72f, 0.30f}, {0, 0.22f}},
            Paint::linear({0, 0.3f}, {1, 0}, lighter(s.colour, 0.34f), lighter(s.colour, 0.22f)));
  s.polygon({{0, 0.22f}, {0.72f, 0.30f}, {0.72f, 1}, {0.02f, 0.88f}},
            Paint::linear({0, 0.2f}, {0, 1}, lighter(front, 0.06f), darker(front, 0.16f)));
  s.polygon({{0.72f, 0.30f}, {1, 0.06f}, {0.98f, 0.70f}, {0.72f, 1}},
            Paint::linear({0, 0.1f}, {0, 1}, lighter(side, 0.06f), darker(side, 0.16f)));
}

void drawCone(Sketch& s) {
  s.ellipse({0.5f, 0.90f}, {0.5f, 0.10f}, s.cylinder(s.colour, 0, 1));
  s.polygon({{0.5f, 0}, {1, 0.90f}, {0, 0.90f}}, s.cylinder(s.colour, 0.05f, 0.95f));
}

void drawPyramid(Sketch& s) {
  const bool left = s.lightSide() < 0;
  const Rgb lit = lighter(s.colour, 0.12f), shaded = darker(s.colour, 0.42f);
  s.polygon({{0.5f, 0}, {0.66f, 1}, {0, 0.86f}}, s.topLit(left ? lit : shaded, 0, 1, 0.2f));
  s.polygon({{0.5f, 0}, {1, 0.82f}, {0.66f, 1}}, s.topLit(left ? shaded : lit, 0, 1, 0.2f));
}

}  // namespace

bool drawSolid(Sketch& sketch, Kind kind) {
  switch (kind) {
    case Kind::Ball:
      drawBall(sketch);
      return true;
    case Kind::Cube:
      drawCube(sketch);
      return true;
    case Kind::Cone:
      drawCone(sketch);
      return true;
    case Kind::Pyramid:
      drawPyramid(sketch);
      return true;
    default:
      return false;
  }
}

}  // namespace pentimento::scenes
