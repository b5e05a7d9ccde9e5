#include "core/training/scenes/sketch.h"

namespace pentimento::scenes {
namespace {

constexpr Rgb kGlass{0.55f, 0.75f, 0.88f};
constexpr Rgb kRubber{0.09f, 0.09f, 0.10f};

/// `radius` in units of the width; `aspect` = width ÷ height of the box keeps wheels round.
void drawWheel(Sketch& s, float u, float radius, float aspect) {
  const Point centre{u, 1 - radius * aspect};
  s.ellipse(centre, {radius, radius * aspect}, Paint::flat(kRubber));
  s.ellipse(centre, {radius * 0.55f, radius * aspect * 0.55f},
            s.ball({0.72f, 0.73f, 0.75f}, centre, {radius * 0.55f, radius * aspect * 0.55f}));
}

void drawPane(Sketch& s, Point topLeft, Point bottomRight) {
  s.rectangle(topLeft, bottomRight,
              Paint::linear(topLeft, {topLeft.x, bottomRight.y}, lighter(kGlass, 0.35f),
                            darker(kGlass, 0.30f)),
              0.012f);
}

void drawBus(Sketch& s) {
  constexpr float kAspect = 2;
  s.rectangle({0, 0.04f}, {0.86f, 0.88f}, s.topLit(s.colour, 0, 0.9f, 0.34f), 0.04f);
  s.rectangle({0.80f, 0.42f}, {1, 0.88f}, s.topLit(s.colour, 0.4f, 0.9f, 0.34f), 0.04f);
  s.rectangle({0.02f, 0}, {0.84f, 0.10f}, s.topLit(lighter(s.colour, 0.2f), 0, 0.1f, 0.2f), 0.03f);
  for (int i = 0; i < 5; ++i) {
    const float u = 0.05f + 0.138f * static_cast<float>(i);
    drawPane(s, {u, 0.16f}, {u + 0.108f, 0.42f});
  }
  drawPane(s, {0.745f, 0.16f}, {0.835f, 0.44f});
  s.rectangle({0, 0.50f}, {0.82f, 0.55f}, Paint::flat(darker(s.colour, 0.72f)));
  s.rectangle({0, 0.64f}, {0.82f, 0.675f}, Paint::flat(darker(s.colour, 0.72f)));
  s.ellipse({0.965f, 0.62f}, {0.028f, 0.055f}, Paint::flat({1, 0.96f, 0.75f}));
  s.rectangle({0.93f, 0.80f}, {1, 0.88f}, Paint::flat({0.25f, 0.25f, 0.27f}));
  drawWheel(s, 0.20f, 0.085f, kAspect);
  drawWheel(s, 0.78f, 0.085f, kAspect);
}

void drawCar(Sketch& s) {
  constexpr float kAspect = 2.36f;
  s.polygon({{0.20f, 0.46f}, {0.32f, 0.02f}, {0.66f, 0.02f}, {0.82f, 0.46f}},
            s.topLit(s.colour, 0, 0.5f, 0.3f));
  s.polygon({{0.26f, 0.44f}, {0.35f, 0.10f}, {0.48f, 0.10f}, {0.48f, 0.44f}},
            s.topLit(kGlass, 0, 0.5f, 0.4f));
  s.polygon({{0.52f, 0.44f}, {0.52f, 0.10f}, {0.63f, 0.10f}, {0.74f, 0.44f}},
            s.topLit(kGlass, 0, 0.5f, 0.4f));
  s.rectangle({0, 0.40f}, {1, 0.84f}, s.topLit(s.colour, 0.38f, 0.86f, 0.36f), 0.07f);
  s.rectangle({0.49f, 0.46f}, {0.505f, 0.78f}, Paint::flat(darker(s.colour, 0.4f)));
  s.ellipse({0.965f, 0.54f}, {0.03f, 0.06f}, Paint::flat({1, 0.96f, 0.75f}));
  s.ellipse({0.03f, 0.54f}, {0.022f, 0.06f}, Paint::flat({0.85f, 0.12f, 0.1f}));
  drawWheel(s, 0.21f, 0.10f, kAspect);
  drawWheel(s, 0.79f, 0.10f, kAspect);
}

void drawTruck(Sketch& s) {
  constexpr float kAspect = 1.82f;
  s.rectangle({0, 0}, {0.66f, 0.80f}, s.topLit({0.90f, 0.90f, 0.89f}, 0, 0.8f, 0.3f), 0.02f);
  s.rectangle({0, 0.30f}, {0.66f, 0.42f}, s.topLit(s.colour, 0.28f, 0.44f, 0.2f));
  s.polygon({{0.68f, 0.22f}, {0.88f, 0.22f}, {1, 0.52f}, {1, 0.84f}, {0.68f, 0.84f}},
            s.topLit(s.colour, 0.2f, 0.85f, 0.34f));
  s.polygon({{0.75f, 0.28f}, {0.86f, 0.28f}, {0.95f, 0.52f}, {0.75f, 0.52f}},
            s.topLit(kGlass, 0.25f, 0.55f, 0.4f));
  s.rectangle({0, 0.78f}, {1, 0.86f}, Paint::flat({0.2f, 0.2f, 0.22f}));
  s.ellipse({0.975f, 0.66f}, {0.022f, 0.045f}, Paint::flat({1, 0.96f, 0.75f}));
  drawWheel(s, 0.16f, 0.085f, kAspect);
  drawWheel(s, 0.38f, 0.085f, kAspect);
  drawWheel(s, 0.83f, 0.085f, kAspect);
}

void drawBoat(Sketch& s) {
  s.rectangle({0.485f, 0}, {0.52f, 0.78f}, Paint::flat({0.4f, 0.27f, 0.16f}));
  s.polygon({{0.54f, 0.04f}, {0.96f, 0.68f}, {0.54f, 0.70f}},
            s.sideLit({0.96f, 0.95f, 0.91f}, 0.5f, 1));
  s.polygon({{0.46f, 0.14f}, {0.46f, 0.70f}, {0.12f, 0.68f}}, s.sideLit(s.colour, 0.1f, 0.5f));
  s.polygon({{0, 0.78f}, {1, 0.78f}, {0.84f, 1}, {0.16f, 1}}, s.topLit(s.colour, 0.76f, 1, 0.36f));
  s.rectangle({0, 0.76f}, {1, 0.81f}, Paint::flat({0.95f, 0.94f, 0.9f}));
}

void drawBalloon(Sketch& s) {
  const Rgb rope{0.25f, 0.2f, 0.16f};
  s.line({0.30f, 0.62f}, {0.42f, 0.86f}, 0.015f, Paint::flat(rope));
  s.line({0.70f, 0.62f}, {0.58f, 0.86f}, 0.015f, Paint::flat(rope));
  s.polygon({{0.06f, 0.48f}, {0.94f, 0.48f}, {0.60f, 0.78f}, {0.40f, 0.78f}},
            s.cylinder(s.colour, 0.05f, 0.95f));
  s.ellipse({0.5f, 0.36f}, {0.5f, 0.36f}, s.ball(s.colour, {0.5f, 0.34f}, {0.5f, 0.38f}));
  const Rgb stripe = lighter(s.colour, 0.55f);
  s.ellipse({0.5f, 0.37f}, {0.17f, 0.355f}, s.topLit(stripe, 0, 0.75f, 0.24f));
  s.polygon({{0.345f, 0.52f}, {0.655f, 0.52f}, {0.54f, 0.78f}, {0.46f, 0.78f}},
            s.topLit(stripe, 0.1f, 0.78f, 0.3f));
  s.rectangle({0.38f, 0.84f}, {0.62f, 1}, s.sideLit({0.55f, 0.36f, 0.2f}, 0.38f, 0.62f), 0.03f);
}

}  // namespace

bool drawVehicle(Sketch& sketch, Kind kind) {
  switch (kind) {
    case Kind::Bus:
      drawBus(sketch);
      return true;
    case Kind::Car:
      drawCar(sketch);
      return true;
    case Kind::Truck:
      drawTruck(sketch);
      return true;
    case Kind::Boat:
      drawBoat(sketch);
      return true;
    case Kind::Balloon:
      drawBalloon(sketch);
      return true;
    default:
      return false;
  }
}

}  // namespace pentimento::scenes
