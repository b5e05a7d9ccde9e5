#include <cmath>
#include <numbers>

#include "core/training/scenes/sketch.h"

namespace pentimento::scenes {
namespace {

void drawHouse(Sketch& s) {
  const Rgb roof{0.55f, 0.22f, 0.18f};
  s.rectangle({0.70f, 0.04f}, {0.81f, 0.34f}, s.sideLit({0.5f, 0.3f, 0.26f}, 0.7f, 0.81f));
  s.rectangle({0.08f, 0.38f}, {0.92f, 1}, s.sideLit(s.colour));
  s.polygon({{0, 0.42f}, {0.5f, 0}, {1, 0.42f}}, s.topLit(roof, 0, 0.45f, 0.3f));
  s.rectangle({0.42f, 0.64f}, {0.60f, 1}, s.topLit({0.40f, 0.24f, 0.14f}, 0.6f, 1), 0.02f);
  s.ellipse({0.565f, 0.83f}, {0.014f, 0.016f}, Paint::flat({0.95f, 0.8f, 0.4f}));
  for (const float u : {0.16f, 0.68f}) {
    s.rectangle({u, 0.54f}, {u + 0.17f, 0.74f}, Paint::flat({0.96f, 0.96f, 0.94f}));
    s.rectangle({u + 0.02f, 0.56f}, {u + 0.15f, 0.72f},
                s.topLit({0.98f, 0.86f, 0.52f}, 0.55f, 0.73f, 0.2f));
    s.rectangle({u + 0.077f, 0.56f}, {u + 0.093f, 0.72f}, Paint::flat({0.96f, 0.96f, 0.94f}));
  }
}

void drawTree(Sketch& s) {
  const Rgb leaf{0.20f, 0.52f, 0.20f};
  s.polygon({{0.43f, 0.5f}, {0.57f, 0.5f}, {0.61f, 1}, {0.39f, 1}},
            s.cylinder({0.42f, 0.28f, 0.16f}, 0.4f, 0.6f));
  const std::initializer_list<Point> crowns{
      {0.28f, 0.44f}, {0.72f, 0.44f}, {0.36f, 0.24f}, {0.66f, 0.25f}, {0.50f, 0.40f}};
  for (const Point& crown : crowns) {
    const float r = s.random.between(0.24f, 0.29f);
    const Point radii{r, r * 0.72f};
    s.ellipse(crown, radii, s.ball(leaf, crown, radii));
  }
}

void drawPine(Sketch& s) {
  const Rgb needle{0.10f, 0.38f, 0.22f};
  s.rectangle({0.43f, 0.84f}, {0.57f, 1}, s.cylinder({0.38f, 0.25f, 0.15f}, 0.43f, 0.57f));
  const std::initializer_list<std::array<float, 3>> tiers{
      {0.50f, 0.46f, 0.90f}, {0.40f, 0.24f, 0.64f}, {0.28f, 0, 0.38f}};
  for (const auto& [half, top, bottom] : tiers)
    s.polygon({{0.5f, top}, {0.5f + half, bottom}, {0.5f - half, bottom}},
              s.sideLit(needle, 0.5f - half, 0.5f + half));
}

void drawTornado(Sketch& s) {
  const Rgb grey{0.42f, 0.43f, 0.46f};
  const Point dust{0.5f, 0.96f}, dustSize{0.34f, 0.09f};
  s.ellipse(dust, dustSize, Paint::glow(dust, dustSize, {0.55f, 0.47f, 0.36f}, 0.9f));
  constexpr int kRings = 16;
  for (int i = kRings - 1; i >= 0; --i) {
    const float t = static_cast<float>(i) / (kRings - 1);  // 0 at the top
    const float radius = 0.06f + 0.44f * std::pow(1 - t, 1.35f);
    const float sway = 0.07f * std::sin(t * 4.2f + s.random.between(-0.1f, 0.1f)) * (1 - t);
    const Point centre{0.5f + sway, 0.07f + 0.88f * t};
    const Rgb tone = i % 2 ? lighter(grey, 0.16f) : darker(grey, 0.12f);
    s.ellipse(centre, {radius, 0.055f + 0.03f * (1 - t)},
              s.cylinder(tone, centre.x - radius, centre.x + radius));
  }
}

void drawFlower(Sketch& s) {
  const Rgb stem{0.18f, 0.50f, 0.20f};
  s.line({0.5f, 0.4f}, {0.5f, 0.98f}, 0.07f, Paint::flat(stem));
  s.polygon({{0.5f, 0.84f}, {0.70f, 0.62f}, {0.96f, 0.60f}, {0.74f, 0.80f}},
            s.topLit(stem, 0.6f, 0.85f));
  s.polygon({{0.5f, 0.92f}, {0.30f, 0.70f}, {0.04f, 0.70f}, {0.26f, 0.90f}},
            s.topLit(stem, 0.7f, 0.95f));
  const Point heart{0.5f, 0.26f};
  constexpr int kPetals = 7;
  for (int i = 0; i < kPetals; ++i) {
    const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / kPetals - 1.57f;
    const Point petal{heart.x + 0.31f * std::cos(angle), heart.y + 0.165f * std::sin(angle)};
    s.ellipse(petal, {0.19f, 0.10f},
              Paint::radial(heart, {0.52f, 0.27f}, darker(s.colour, 0.25f), {0.5f, s.colour, 1},
                            lighter(s.colour, 0.25f)));
  }
  s.ellipse(heart, {0.17f, 0.09f}, s.ball({0.98f, 0.78f, 0.18f}, heart, {0.17f, 0.09f}));
}

void drawTent(Sketch& s) {
  s.polygon({{0.34f, 0}, {0.78f, 0.12f}, {1, 1}, {0.66f, 1}}, Paint::flat(darker(s.colour, 0.30f)));
  s.polygon({{0.34f, 0}, {0.68f, 1}, {0, 1}}, s.topLit(s.colour, 0, 1, 0.24f));
  s.polygon({{0.34f, 0.24f}, {0.47f, 1}, {0.21f, 1}}, s.topLit({0.2f, 0.16f, 0.14f}, 0.2f, 1));
  s.polygon({{0.34f, 0.24f}, {0.28f, 1}, {0.19f, 1}}, Paint::flat(lighter(s.colour, 0.3f)));
}

void drawButterfly(Sketch& s) {
  const Rgb dark{0.13f, 0.09f, 0.09f};
  const auto wing = [&](Point centre, Point radii) {
    s.ellipse(centre, {radii.x * 1.14f, radii.y * 1.14f}, Paint::flat(dark));
    s.ellipse(centre, radii,
              Paint::radial({0.5f, 0.5f}, {0.55f, 0.55f}, darker(s.colour, 0.2f),
                            {0.45f, s.colour, 1}, lighter(s.colour, 0.3f)));
  };
  wing({0.26f, 0.30f}, {0.22f, 0.25f});
  wing({0.74f, 0.30f}, {0.22f, 0.25f});
  wing({0.30f, 0.74f}, {0.17f, 0.20f});
  wing({0.70f, 0.74f}, {0.17f, 0.20f});
  for (const Point& spot :
       {Point{0.14f, 0.20f}, Point{0.86f, 0.20f}, Point{0.26f, 0.82f}, Point{0.74f, 0.82f}})
    s.ellipse(spot, {0.035f, 0.04f}, Paint::flat({0.98f, 0.96f, 0.9f}));
  s.line({0.49f, 0.24f}, {0.38f, 0.03f}, 0.022f, Paint::flat(dark));
  s.line({0.51f, 0.24f}, {0.62f, 0.03f}, 0.022f, Paint::flat(dark));
  s.ellipse({0.5f, 0.52f}, {0.05f, 0.33f}, Paint::flat(dark));
}

void drawBird(Sketch& s) {
  s.polygon({{0.22f, 0.52f}, {0, 0.34f}, {0.02f, 0.66f}}, Paint::flat(darker(s.colour, 0.35f)));
  s.ellipse({0.48f, 0.60f}, {0.34f, 0.24f}, s.ball(s.colour, {0.48f, 0.58f}, {0.36f, 0.3f}));
  s.ellipse({0.52f, 0.72f}, {0.22f, 0.11f}, Paint::flat(lighter(s.colour, 0.45f)));
  s.ellipse({0.78f, 0.42f}, {0.16f, 0.20f}, s.ball(s.colour, {0.78f, 0.42f}, {0.17f, 0.22f}));
  s.polygon({{0.92f, 0.38f}, {1, 0.46f}, {0.91f, 0.50f}}, Paint::flat({0.98f, 0.66f, 0.14f}));
  s.ellipse({0.83f, 0.38f}, {0.026f, 0.036f}, Paint::flat({0.08f, 0.08f, 0.1f}));
  s.polygon({{0.62f, 0.56f}, {0.30f, 0.50f}, {0.22f, 0}, {0.46f, 0.16f}},
            s.topLit(darker(s.colour, 0.22f), 0, 0.6f));
}

}  // namespace

bool drawNature(Sketch& sketch, Kind kind) {
  switch (kind) {
    case Kind::House:
      drawHouse(sketch);
      return true;
    case Kind::Tree:
      drawTree(sketch);
      return true;
    case Kind::PineTree:
      drawPine(sketch);
      return true;
    case Kind::Tornado:
      drawTornado(sketch);
      return true;
    case Kind::Flower:
      drawFlower(sketch);
      return true;
    case Kind::Tent:
      drawTent(sketch);
      return true;
    case Kind::Butterfly:
      drawButterfly(sketch);
      return true;
    case Kind::Bird:
      drawBird(sketch);
      return true;
    default:
      return false;
  }
}

}  // namespace pentimento::scenes
