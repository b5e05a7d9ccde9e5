#include <cmath>

#include "core/training/scenes/sketch.h"

namespace pentimento::scenes {
namespace {

constexpr Rgb kMetal{0.62f, 0.56f, 0.45f};

void drawLamp(Sketch& s) {
  const Point glowCentre{0.5f, 0.2f}, glowSize{1.1f, 0.34f};
  s.ellipse(glowCentre, glowSize, Paint::glow(glowCentre, glowSize, {1, 0.93f, 0.65f}, 0.45f));
  s.ellipse({0.5f, 0.965f}, {0.34f, 0.035f}, s.sideLit(kMetal, 0.16f, 0.84f));
  s.rectangle({0.465f, 0.28f}, {0.535f, 0.96f}, s.cylinder(kMetal, 0.46f, 0.54f));
  s.polygon({{0.24f, 0}, {0.76f, 0}, {1, 0.31f}, {0, 0.31f}},
            Paint::linear({0, 0}, {0, 0.32f}, lighter(s.colour, 0.15f),
                          {0.7f, lighter(s.colour, 0.45f), 1}, lighter(s.colour, 0.25f)));
}

void drawPlant(Sketch& s) {
  const Rgb leaf{0.16f, 0.52f, 0.22f};
  constexpr int kLeaves = 9;
  for (int i = 0; i < kLeaves; ++i) {
    // From the sides to the middle, so that the front leaves overlap the back ones.
    const float side = (i % 2 ? 1.0f : -1.0f) * (1 - static_cast<float>(i) / kLeaves);
    const float angle = side * 1.25f + s.random.between(-0.12f, 0.12f);
    const float length = s.random.between(0.52f, 0.66f) * (1 - 0.25f * std::abs(side));
    const Point root{0.5f, 0.68f};
    const Point tip{0.5f + std::sin(angle) * length * 0.72f, 0.68f - std::cos(angle) * length};
    const Point middle{(root.x + tip.x) / 2, (root.y + tip.y) / 2 - 0.05f};
    const float nx = 0.10f * std::cos(angle), ny = 0.06f * std::sin(angle);
    s.polygon({root, {middle.x - nx, middle.y - ny}, tip, {middle.x + nx, middle.y + ny}},
              Paint::linear(root, tip, darker(leaf, 0.35f), lighter(leaf, 0.25f)));
  }
  const Rgb pot{0.76f, 0.38f, 0.22f};
  s.polygon({{0.24f, 0.68f}, {0.76f, 0.68f}, {0.68f, 1}, {0.32f, 1}},
            s.cylinder(pot, 0.24f, 0.76f));
  s.rectangle({0.20f, 0.64f}, {0.80f, 0.73f}, s.cylinder(lighter(pot, 0.06f), 0.2f, 0.8f), 0.03f);
}

void drawTelevision(Sketch& s) {
  const Rgb stand{0.90f, 0.89f, 0.86f};
  s.rectangle({0.02f, 0.76f}, {0.98f, 1}, s.topLit(stand, 0.74f, 1, 0.22f), 0.02f);
  s.rectangle({0.06f, 0.81f}, {0.49f, 0.95f}, s.topLit(darker(stand, 0.1f), 0.8f, 0.96f, 0.1f));
  s.rectangle({0.51f, 0.81f}, {0.94f, 0.95f}, s.topLit(darker(stand, 0.1f), 0.8f, 0.96f, 0.1f));
  s.rectangle({0.42f, 0.66f}, {0.58f, 0.76f}, Paint::flat({0.1f, 0.1f, 0.11f}));
  s.rectangle({0.06f, 0}, {0.94f, 0.70f}, Paint::flat({0.09f, 0.09f, 0.10f}), 0.025f);
  s.rectangle(
      {0.09f, 0.04f}, {0.91f, 0.65f},
      Paint::linear({0.1f, 0}, {0.9f, 0.65f}, {0.36f, 0.44f, 0.55f}, {0.13f, 0.16f, 0.22f}));
}

void drawRug(Sketch& s) {
  s.polygon({{0.14f, 0}, {0.86f, 0}, {1, 1}, {0, 1}}, s.sideLit(s.colour));
  s.polygon({{0.20f, 0.14f}, {0.80f, 0.14f}, {0.90f, 0.86f}, {0.10f, 0.86f}},
            s.sideLit(lighter(s.colour, 0.35f)));
  s.polygon({{0.24f, 0.24f}, {0.76f, 0.24f}, {0.83f, 0.76f}, {0.17f, 0.76f}}, s.sideLit(s.colour));
}

void drawCat(Sketch& s) {
  const Rgb fur = s.colour, belly = lighter(fur, 0.3f);
  s.line({0.78f, 0.92f}, {0.96f, 0.72f}, 0.10f, Paint::flat(darker(fur, 0.15f)));
  s.line({0.96f, 0.72f}, {0.90f, 0.54f}, 0.09f, Paint::flat(darker(fur, 0.05f)));
  s.ellipse({0.52f, 0.72f}, {0.33f, 0.28f}, s.ball(fur, {0.52f, 0.7f}, {0.36f, 0.34f}));
  s.ellipse({0.50f, 0.78f}, {0.15f, 0.18f}, Paint::flat(belly));
  s.ellipse({0.38f, 0.96f}, {0.11f, 0.045f}, Paint::flat(belly));
  s.ellipse({0.62f, 0.96f}, {0.11f, 0.045f}, Paint::flat(belly));
  s.polygon({{0.24f, 0.26f}, {0.26f, 0}, {0.45f, 0.13f}}, Paint::flat(darker(fur, 0.1f)));
  s.polygon({{0.76f, 0.26f}, {0.74f, 0}, {0.55f, 0.13f}}, Paint::flat(darker(fur, 0.1f)));
  s.ellipse({0.5f, 0.31f}, {0.29f, 0.22f}, s.ball(fur, {0.5f, 0.31f}, {0.32f, 0.28f}));
  const Rgb eye{0.12f, 0.14f, 0.1f};
  s.ellipse({0.39f, 0.29f}, {0.045f, 0.045f}, Paint::flat(eye));
  s.ellipse({0.61f, 0.29f}, {0.045f, 0.045f}, Paint::flat(eye));
  s.ellipse({0.5f, 0.39f}, {0.08f, 0.05f}, Paint::flat(belly));
  s.ellipse({0.5f, 0.365f}, {0.03f, 0.02f}, Paint::flat({0.85f, 0.45f, 0.45f}));
}

void drawDog(Sketch& s) {
  const Rgb fur = s.colour;
  s.line({0.12f, 0.48f}, {0.02f, 0.24f}, 0.07f, Paint::flat(darker(fur, 0.1f)));
  for (const float u : {0.20f, 0.56f})
    s.rectangle({u, 0.6f}, {u + 0.09f, 1}, s.sideLit(darker(fur, 0.25f), u, u + 0.09f), 0.03f);
  s.ellipse({0.42f, 0.56f}, {0.34f, 0.21f}, s.ball(fur, {0.42f, 0.54f}, {0.36f, 0.28f}));
  for (const float u : {0.12f, 0.62f})
    s.rectangle({u, 0.58f}, {u + 0.10f, 1}, s.sideLit(fur, u, u + 0.1f), 0.04f);
  s.polygon({{0.58f, 0.48f}, {0.66f, 0.22f}, {0.84f, 0.34f}, {0.74f, 0.62f}}, Paint::flat(fur));
  s.ellipse({0.76f, 0.25f}, {0.16f, 0.19f}, s.ball(fur, {0.76f, 0.25f}, {0.18f, 0.24f}));
  s.ellipse({0.90f, 0.32f}, {0.10f, 0.10f}, Paint::flat(lighter(fur, 0.28f)));
  s.ellipse({0.975f, 0.29f}, {0.03f, 0.04f}, Paint::flat({0.1f, 0.08f, 0.08f}));
  s.ellipse({0.82f, 0.21f}, {0.022f, 0.034f}, Paint::flat({0.1f, 0.08f, 0.08f}));
  s.ellipse({0.66f, 0.27f}, {0.06f, 0.18f}, Paint::flat(darker(fur, 0.35f)));
}

void drawPicture(Sketch& s) {
  s.rectangle({0, 0}, {1, 1}, s.sideLit({0.52f, 0.36f, 0.18f}));
  s.rectangle({0.08f, 0.10f}, {0.92f, 0.90f}, Paint::flat({0.95f, 0.93f, 0.88f}));
  const Rgb sky = jittered(s.random.chance(0.5f) ? ColourName::Blue : ColourName::Orange, s.random);
  s.rectangle({0.16f, 0.20f}, {0.84f, 0.80f}, s.topLit(lighter(sky, 0.3f), 0.2f, 0.8f, 0.2f));
  s.ellipse({0.66f, 0.38f}, {0.09f, 0.11f}, Paint::flat({1, 0.92f, 0.6f}));
  s.polygon({{0.16f, 0.80f}, {0.40f, 0.44f}, {0.62f, 0.80f}}, Paint::flat({0.22f, 0.42f, 0.34f}));
  s.polygon({{0.44f, 0.80f}, {0.66f, 0.56f}, {0.84f, 0.80f}}, Paint::flat({0.16f, 0.34f, 0.28f}));
}

void drawWindow(Sketch& s) {
  s.rectangle({0, 0}, {1, 1}, s.topLit({0.93f, 0.93f, 0.91f}, 0, 1, 0.12f));
  s.rectangle({0.09f, 0.08f}, {0.91f, 0.92f},
              Paint::linear({0, 0.08f}, {0, 0.92f}, {0.36f, 0.62f, 0.92f}, {0.80f, 0.91f, 0.98f}));
  const float cloud = s.random.between(0.3f, 0.65f);
  s.ellipse({cloud, 0.34f}, {0.18f, 0.07f}, Paint::flat({1, 1, 1}, 0.55f));
  s.ellipse({cloud + 0.1f, 0.29f}, {0.11f, 0.06f}, Paint::flat({1, 1, 1}, 0.55f));
  s.rectangle({0.09f, 0.72f}, {0.91f, 0.92f}, s.topLit({0.40f, 0.65f, 0.36f}, 0.7f, 0.92f, 0.2f));
  s.rectangle({0.46f, 0.06f}, {0.54f, 0.94f}, Paint::flat({0.95f, 0.95f, 0.93f}));
  s.rectangle({0.06f, 0.47f}, {0.94f, 0.53f}, Paint::flat({0.95f, 0.95f, 0.93f}));
}

void drawClock(Sketch& s) {
  s.ellipse({0.5f, 0.5f}, {0.5f, 0.5f}, s.ball(s.colour, {0.5f, 0.5f}, {0.5f, 0.5f}));
  s.ellipse({0.5f, 0.5f}, {0.39f, 0.39f}, Paint::flat({0.97f, 0.96f, 0.93f}));
  const Rgb ink{0.1f, 0.1f, 0.12f};
  const float hour = s.random.between(0, 6.28f), minute = s.random.between(0, 6.28f);
  s.line({0.5f, 0.5f}, {0.5f + 0.19f * std::sin(hour), 0.5f - 0.19f * std::cos(hour)}, 0.075f,
         Paint::flat(ink));
  s.line({0.5f, 0.5f}, {0.5f + 0.31f * std::sin(minute), 0.5f - 0.31f * std::cos(minute)}, 0.05f,
         Paint::flat(ink));
}

}  // namespace

bool drawHousehold(Sketch& sketch, Kind kind) {
  switch (kind) {
    case Kind::Lamp:
      drawLamp(sketch);
      return true;
    case Kind::Plant:
      drawPlant(sketch);
      return true;
    case Kind::Television:
      drawTelevision(sketch);
      return true;
    case Kind::Rug:
      drawRug(sketch);
      return true;
    case Kind::Cat:
      drawCat(sketch);
      return true;
    case Kind::Dog:
      drawDog(sketch);
      return true;
    case Kind::Picture:
      drawPicture(sketch);
      return true;
    case Kind::Window:
      drawWindow(sketch);
      return true;
    case Kind::Clock:
      drawClock(sketch);
      return true;
    default:
      return false;
  }
}

}  // namespace pentimento::scenes
