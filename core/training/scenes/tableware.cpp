#include <array>
#include <cmath>
#include <numbers>

#include "core/training/scenes/sketch.h"

namespace pentimento::scenes {
namespace {

void drawApple(Sketch& s) {
  s.line({0.5f, 0.22f}, {0.58f, 0.03f}, 0.06f, Paint::flat({0.35f, 0.22f, 0.12f}));
  s.ellipse({0.35f, 0.56f}, {0.35f, 0.40f}, s.ball(s.colour, {0.5f, 0.58f}, {0.52f, 0.46f}));
  s.ellipse({0.65f, 0.56f}, {0.35f, 0.40f}, s.ball(s.colour, {0.5f, 0.58f}, {0.52f, 0.46f}));
  s.ellipse({0.5f, 0.64f}, {0.40f, 0.36f}, s.ball(s.colour, {0.5f, 0.58f}, {0.52f, 0.46f}));
  s.polygon({{0.56f, 0.12f}, {0.70f, 0}, {0.90f, 0.06f}, {0.74f, 0.18f}},
            s.sideLit({0.30f, 0.62f, 0.22f}, 0.56f, 0.9f));
  s.gloss({0.5f, 0.56f}, {0.5f, 0.44f}, 0.8f);
}

void drawCup(Sketch& s) {
  s.ellipse({0.80f, 0.52f}, {0.20f, 0.28f}, s.topLit(darker(s.colour, 0.12f), 0.2f, 0.8f));
  s.ellipse({0.79f, 0.52f}, {0.11f, 0.17f}, Paint::flat(darker(s.colour, 0.62f)));
  s.polygon({{0, 0.12f}, {0.80f, 0.12f}, {0.72f, 0.92f}, {0.08f, 0.92f}},
            s.cylinder(s.colour, 0, 0.8f));
  s.ellipse({0.40f, 0.91f}, {0.32f, 0.09f}, s.cylinder(s.colour, 0.08f, 0.72f));
  s.ellipse({0.40f, 0.13f}, {0.40f, 0.13f}, s.sideLit(lighter(s.colour, 0.22f), 0, 0.8f));
  s.ellipse({0.40f, 0.145f}, {0.34f, 0.10f}, Paint::flat({0.27f, 0.16f, 0.09f}));
}

void drawVase(Sketch& s) {
  constexpr std::array<Point, 9> profile{{{0.20f, 0},
                                          {0.13f, 0.07f},
                                          {0.15f, 0.20f},
                                          {0.30f, 0.32f},
                                          {0.46f, 0.46f},
                                          {0.50f, 0.60f},
                                          {0.44f, 0.78f},
                                          {0.30f, 0.92f},
                                          {0.24f, 1}}};
  std::array<Point, 18> outline;
  for (size_t i = 0; i < profile.size(); ++i) {
    outline[i] = {0.5f + profile[i].x, profile[i].y};
    outline[17 - i] = {0.5f - profile[i].x, profile[i].y};
  }
  s.polygon(outline, s.cylinder(s.colour, 0, 1));
  s.ellipse({0.5f, 0.02f}, {0.20f, 0.025f}, Paint::flat(darker(s.colour, 0.55f)));
  s.gloss({0.5f, 0.56f}, {0.46f, 0.3f}, 0.6f);
}

void drawCandle(Sketch& s) {
  const Point glowCentre{0.5f, 0.12f}, glowSize{1.5f, 0.30f};
  s.ellipse(glowCentre, glowSize, Paint::glow(glowCentre, glowSize, {1, 0.85f, 0.45f}, 0.5f));
  s.rectangle({0.08f, 0.30f}, {0.92f, 0.97f}, s.cylinder(s.colour, 0.08f, 0.92f), 0.1f);
  s.ellipse({0.5f, 0.31f}, {0.42f, 0.045f}, Paint::flat(lighter(s.colour, 0.3f)));
  s.line({0.5f, 0.30f}, {0.5f, 0.21f}, 0.08f, Paint::flat({0.15f, 0.12f, 0.1f}));
  s.polygon(
      {{0.5f, 0}, {0.70f, 0.13f}, {0.66f, 0.21f}, {0.5f, 0.245f}, {0.34f, 0.21f}, {0.30f, 0.13f}},
      Paint::flat({1, 0.66f, 0.16f}));
  s.ellipse({0.5f, 0.18f}, {0.11f, 0.05f}, Paint::flat({1, 0.95f, 0.6f}));
}

void drawBook(Sketch& s) {
  s.polygon({{0.14f, 0}, {0.88f, 0}, {1, 0.44f}, {0.04f, 0.44f}},
            s.sideLit(lighter(s.colour, 0.08f)));
  s.polygon({{0.24f, 0.10f}, {0.78f, 0.10f}, {0.80f, 0.18f}, {0.22f, 0.18f}},
            Paint::flat({0.96f, 0.90f, 0.66f}));
  s.rectangle({0.04f, 0.44f}, {1, 1}, s.topLit(darker(s.colour, 0.18f), 0.4f, 1, 0.3f), 0.03f);
  s.rectangle({0.10f, 0.56f}, {1, 0.88f}, s.topLit({0.94f, 0.91f, 0.82f}, 0.5f, 0.9f, 0.2f));
}

void drawBottle(Sketch& s) {
  s.rectangle({0.30f, 0.06f}, {0.70f, 0.36f}, s.cylinder(s.colour, 0.3f, 0.7f));
  s.polygon({{0.30f, 0.30f}, {0.70f, 0.30f}, {1, 0.46f}, {0, 0.46f}}, s.cylinder(s.colour, 0, 1));
  s.rectangle({0, 0.44f}, {1, 1}, s.cylinder(s.colour, 0, 1), 0.12f);
  s.rectangle({0.26f, 0}, {0.74f, 0.09f}, s.cylinder({0.62f, 0.44f, 0.26f}, 0.26f, 0.74f), 0.05f);
  s.rectangle({0, 0.58f}, {1, 0.80f}, s.cylinder({0.95f, 0.93f, 0.86f}, 0, 1));
}

/// A crescent between two arcs that hang from the top of the box.
void drawBanana(Sketch& s) {
  constexpr int kSteps = 12;
  constexpr float kTip = 0.16f;
  std::array<Point, 2 * kSteps> outline;
  for (int i = 0; i < kSteps; ++i) {
    const float angle =
        kTip + (std::numbers::pi_v<float> - 2 * kTip) * static_cast<float>(i) / (kSteps - 1);
    const float c = std::cos(angle), n = std::sin(angle);
    outline[static_cast<size_t>(i)] = {0.5f + 0.5f * c, n};
    outline[static_cast<size_t>(2 * kSteps - 1 - i)] = {0.5f + 0.45f * c, 0.02f + 0.52f * n};
  }
  s.polygon(outline, s.topLit(s.colour, 0.3f, 1.05f, 0.40f));
  const Rgb stalk{0.36f, 0.27f, 0.12f};
  s.line({0.975f, 0.16f}, {0.97f, 0.06f}, 0.05f, Paint::flat(stalk));
  s.ellipse({0.03f, 0.17f}, {0.025f, 0.05f}, Paint::flat(stalk));
}

void drawTeapot(Sketch& s) {
  s.ellipse({0.13f, 0.52f}, {0.13f, 0.26f}, s.topLit(darker(s.colour, 0.15f), 0.25f, 0.8f));
  s.ellipse({0.15f, 0.52f}, {0.07f, 0.16f}, Paint::flat(darker(s.colour, 0.6f)));
  s.polygon({{0.76f, 0.60f}, {0.92f, 0.24f}, {1, 0.26f}, {0.84f, 0.80f}},
            s.sideLit(s.colour, 0.75f, 1));
  s.ellipse({0.50f, 0.62f}, {0.34f, 0.38f}, s.ball(s.colour, {0.5f, 0.6f}, {0.36f, 0.4f}));
  s.ellipse({0.50f, 0.27f}, {0.17f, 0.09f}, s.topLit(lighter(s.colour, 0.1f), 0.16f, 0.36f));
  s.ellipse({0.50f, 0.13f}, {0.05f, 0.08f}, s.ball(s.colour, {0.5f, 0.13f}, {0.06f, 0.09f}));
  s.gloss({0.5f, 0.6f}, {0.34f, 0.38f}, 0.75f);
}

}  // namespace

bool drawTableware(Sketch& sketch, Kind kind) {
  switch (kind) {
    case Kind::Apple:
      drawApple(sketch);
      return true;
    case Kind::Cup:
      drawCup(sketch);
      return true;
    case Kind::Vase:
      drawVase(sketch);
      return true;
    case Kind::Candle:
      drawCandle(sketch);
      return true;
    case Kind::Book:
      drawBook(sketch);
      return true;
    case Kind::Bottle:
      drawBottle(sketch);
      return true;
    case Kind::Banana:
      drawBanana(sketch);
      return true;
    case Kind::Teapot:
      drawTeapot(sketch);
      return true;
    default:
      return false;
  }
}

}  // namespace pentimento::scenes
