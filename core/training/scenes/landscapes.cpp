#include <array>
#include <cmath>

#include "core/training/scenes/backdrop.h"

namespace pentimento::scenes {
namespace {

struct Sky {
  Rgb top, middle, bottom;
  Rgb hills;
};

Sky skyAt(DayTime time) {
  switch (time) {
    case DayTime::Morning:
      return {{0.46f, 0.66f, 0.90f},
              {0.80f, 0.82f, 0.90f},
              {1.0f, 0.86f, 0.72f},
              {0.46f, 0.56f, 0.62f}};
    case DayTime::Day:
      return {{0.18f, 0.48f, 0.88f},
              {0.45f, 0.71f, 0.95f},
              {0.80f, 0.91f, 0.98f},
              {0.36f, 0.56f, 0.48f}};
    case DayTime::Sunset:
      return {{0.24f, 0.18f, 0.44f},
              {0.86f, 0.42f, 0.36f},
              {1.0f, 0.74f, 0.36f},
              {0.36f, 0.24f, 0.36f}};
    case DayTime::Night:
      return {{0.02f, 0.03f, 0.11f},
              {0.06f, 0.09f, 0.24f},
              {0.15f, 0.19f, 0.38f},
              {0.07f, 0.09f, 0.19f}};
    case DayTime::Storm:
      break;
  }
  return {
      {0.22f, 0.24f, 0.29f}, {0.37f, 0.39f, 0.43f}, {0.55f, 0.55f, 0.52f}, {0.27f, 0.31f, 0.30f}};
}

/// How daylight tints the ground.
Rgb lightOn(Rgb colour, DayTime time) {
  switch (time) {
    case DayTime::Sunset:
      return mix(colour, {0.75f, 0.36f, 0.20f}, 0.28f);
    case DayTime::Night:
      return mix(darker(colour, 0.58f), {0.08f, 0.12f, 0.30f}, 0.35f);
    case DayTime::Storm:
      return mix(darker(colour, 0.22f), {0.34f, 0.35f, 0.36f}, 0.35f);
    default:
      return colour;
  }
}

void paintCloud(Painter& painter, Point centre, float size, Rgb colour) {
  const std::array<Point, 4> puffs{Point{-0.6f, 0.06f}, Point{0, -0.14f}, Point{0.55f, 0.02f},
                                   Point{0.05f, 0.12f}};
  for (const Point& puff : puffs) {
    const Point middle{centre.x + puff.x * size, centre.y + puff.y * size};
    const Point radii{size * 0.52f, size * 0.26f};
    painter.ellipse(middle, radii,
                    Paint::linear({0, middle.y - radii.y}, {0, middle.y + radii.y},
                                  lighter(colour, 0.2f), colour));
  }
}

void paintSky(Painter& painter, const Scene& scene, const Sky& sky, Random& random) {
  painter.rectangle(
      {0, 0}, {1, scene.horizon + 0.01f},
      Paint::linear({0, 0}, {0, scene.horizon}, sky.top, {0.55f, sky.middle, 1}, sky.bottom));
  const float side = scene.lightFromLeft ? 0.22f : 0.78f;
  const Point light{side + random.between(-0.08f, 0.08f), random.between(0.12f, 0.2f)};
  if (scene.time == DayTime::Night) {
    for (int i = 0; i < 26; ++i) {
      const Point star{random.unit(), random.unit() * scene.horizon * 0.85f};
      const float size = random.between(0.004f, 0.009f);
      painter.ellipse(star, {size, size}, Paint::flat({0.95f, 0.95f, 0.85f}));
    }
    painter.ellipse(light, {0.065f, 0.065f},
                    Paint::radial(light, {0.07f, 0.07f}, {0.98f, 0.97f, 0.88f},
                                  {0.6f, {0.93f, 0.92f, 0.83f}, 1}, {0.85f, 0.85f, 0.78f}));
  } else if (scene.time != DayTime::Storm) {
    const bool low = scene.time == DayTime::Sunset;
    const Point sun{light.x, low ? scene.horizon - 0.12f : light.y};
    const Point halo{0.26f, 0.26f};
    painter.ellipse(sun, halo, Paint::glow(sun, halo, {1, 0.92f, 0.66f}, 0.55f));
    painter.ellipse(sun, {0.065f, 0.065f}, Paint::flat({1, 0.96f, 0.74f}));
  }
  const bool storm = scene.time == DayTime::Storm;
  const int clouds = storm ? 5 : random.below(4);
  for (int i = 0; i < clouds; ++i) {
    const Rgb white =
        storm ? Rgb{0.30f, 0.31f, 0.35f}
              : mix({0.97f, 0.97f, 0.98f}, sky.middle, scene.time == DayTime::Day ? 0.05f : 0.5f);
    paintCloud(painter,
               {random.unit(), random.between(0.05f, storm ? 0.16f : scene.horizon * 0.5f)},
               random.between(0.10f, storm ? 0.26f : 0.16f), white);
  }
}

void paintHills(Painter& painter, const Scene& scene, const Sky& sky, Random& random) {
  for (int layer = 0; layer < 2; ++layer) {
    constexpr int kSteps = 24;
    std::array<Point, kSteps + 3> ridge;
    const float height = 0.12f - 0.05f * static_cast<float>(layer);
    const float phase = random.between(0, 6.28f), waves = random.between(3.5f, 7.5f);
    for (int i = 0; i <= kSteps; ++i) {
      const float x = static_cast<float>(i) / kSteps;
      const float swell = 0.6f + 0.25f * std::sin(x * waves + phase) +
                          0.15f * std::sin(x * waves * 2.3f + 2 * phase);
      ridge[static_cast<size_t>(i)] = {x, scene.horizon - height * swell};
    }
    ridge[kSteps + 1] = {1, scene.horizon + 0.02f};
    ridge[kSteps + 2] = {0, scene.horizon + 0.02f};
    const Rgb tone = layer == 0 ? mix(sky.hills, sky.bottom, 0.45f) : sky.hills;
    painter.polygon(ridge, Paint::linear({0, scene.horizon - height}, {0, scene.horizon}, tone,
                                         darker(tone, 0.14f)));
  }
}

void paintPavement(Painter& painter, const Scene& scene, bool parking) {
  const float h = scene.horizon;
  const Rgb asphalt = lightOn({0.30f, 0.31f, 0.34f}, scene.time);
  const Rgb grass = lightOn({0.34f, 0.56f, 0.24f}, scene.time);
  const Rgb paint = lightOn({0.93f, 0.92f, 0.88f}, scene.time);
  painter.rectangle({0, h}, {1, 1},
                    Paint::linear({0, h}, {0, 1}, darker(asphalt, 0.12f), lighter(asphalt, 0.12f)));
  painter.rectangle({0, h}, {1, h + 0.05f},
                    Paint::linear({0, h}, {0, h + 0.05f}, grass, darker(grass, 0.2f)));
  painter.rectangle({0, h + 0.05f}, {1, h + 0.062f}, Paint::flat(lighter(asphalt, 0.4f)));
  if (parking) {
    for (int i = -1; i <= 5; ++i) {
      const float x = 0.1f + 0.2f * static_cast<float>(i);
      const std::array<Point, 4> stripe{Point{x, h + 0.10f}, Point{x + 0.018f, h + 0.10f},
                                        Point{x + (x - 0.5f) * 0.9f + 0.034f, 1},
                                        Point{x + (x - 0.5f) * 0.9f, 1}};
      painter.polygon(stripe, Paint::flat(paint));
    }
  } else {
    const Rgb yellow = lightOn({0.95f, 0.78f, 0.22f}, scene.time);
    const float y = h + (1 - h) * 0.72f;
    for (int i = 0; i < 5; ++i) {
      const float x = 0.03f + 0.21f * static_cast<float>(i);
      const std::array<Point, 4> dash{Point{x, y}, Point{x + 0.12f, y},
                                      Point{x + 0.115f, y + 0.026f}, Point{x - 0.008f, y + 0.026f}};
      painter.polygon(dash, Paint::flat(yellow));
    }
  }
}

void paintGround(Painter& painter, const Scene& scene, Random& random) {
  const float h = scene.horizon;
  const auto plain = [&](Rgb colour) {
    const Rgb lit = lightOn(colour, scene.time);
    painter.rectangle({0, h}, {1, 1},
                      Paint::linear({0, h}, {0, 1}, darker(lit, 0.12f), lighter(lit, 0.08f)));
    return lit;
  };
  switch (scene.ground) {
    case Ground::Road:
      return paintPavement(painter, scene, false);
    case Ground::ParkingLot:
      return paintPavement(painter, scene, true);
    case Ground::Beach: {
      const Rgb sea = lightOn({0.12f, 0.45f, 0.66f}, scene.time);
      const Rgb sand = lightOn({0.92f, 0.80f, 0.56f}, scene.time);
      painter.rectangle({0, h}, {1, 1},
                        Paint::linear({0, h}, {0, 0.9f}, darker(sea, 0.1f), lighter(sea, 0.3f)));
      for (int i = 0; i < 10; ++i) {
        const float y = random.between(h + 0.02f, 0.84f), x = random.unit();
        painter.line({x, y}, {x + random.between(0.06f, 0.16f), y}, 0.007f,
                     Paint::flat({1, 1, 1}, 0.4f));
      }
      const std::array<Point, 5> shore{Point{0, 0.92f}, Point{0.4f, 0.87f}, Point{1, 0.90f},
                                       Point{1, 1}, Point{0, 1}};
      painter.polygon(shore, Paint::flat(sand));
      return;
    }
    case Ground::Snow: {
      const Rgb snow = plain({0.92f, 0.94f, 0.98f});
      for (int i = 0; i < 3; ++i) {
        const Point drift{random.unit(), random.between(h + 0.08f, 0.98f)}, size{0.35f, 0.06f};
        painter.ellipse(drift, size, Paint::glow(drift, size, darker(snow, 0.16f), 0.5f));
      }
      return;
    }
    case Ground::Field: {
      const Rgb wheat = plain({0.78f, 0.63f, 0.28f});
      for (int i = -12; i <= 12; ++i) {
        const float x = 0.5f + static_cast<float>(i) * 0.075f;
        painter.line({x, h}, {0.5f + (x - 0.5f) * 4, 1.1f}, 0.008f,
                     Paint::flat(darker(wheat, 0.3f), 0.4f));
      }
      return;
    }
    case Ground::Meadow:
      break;
  }
  const Rgb grass = plain({0.36f, 0.60f, 0.24f});
  for (int i = 0; i < 34; ++i) {
    const float y = h + 0.03f + (1 - h) * random.unit();
    const float x = random.unit(), blade = 0.012f + 0.03f * (y - h);
    painter.line(
        {x, y}, {x + random.between(-0.4f, 0.4f) * blade, y - blade}, 0.007f,
        Paint::flat(random.chance(0.5f) ? lighter(grass, 0.25f) : darker(grass, 0.3f), 0.55f));
  }
}

}  // namespace

void paintLandscape(Painter& painter, const Scene& scene) {
  Random random(scene.backdrop);
  Random skyRandom = random.fork(), hillRandom = random.fork(), groundRandom = random.fork();
  const Sky sky = skyAt(scene.time);
  paintSky(painter, scene, sky, skyRandom);
  if (scene.ground != Ground::Beach) paintHills(painter, scene, sky, hillRandom);
  paintGround(painter, scene, groundRandom);
}

void paintBackdrop(Painter& painter, const Scene& scene) {
  switch (scene.family) {
    case Family::Room:
      return paintRoom(painter, scene);
    case Family::Outdoor:
      return paintLandscape(painter, scene);
    case Family::Tabletop:
      return paintTable(painter, scene);
  }
}

}  // namespace pentimento::scenes
