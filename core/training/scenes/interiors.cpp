#include <algorithm>
#include <array>

#include "core/training/scenes/backdrop.h"

namespace pentimento::scenes {
namespace {

/// Walls are painted paler than things, so that a red couch stands out from a red wall.
Rgb wallPaint(ColourName colour, Random& random) {
  return mix(lighter(jittered(colour, random), 0.22f), {0.6f, 0.6f, 0.6f}, 0.10f);
}

struct RoomShape {
  float left = 0, right = 1;  ///< of the back wall
  float ceiling = 0, floor = 0.7f;
  Point vanishing{0.5f, 0.4f};
  /// Where a line from the vanishing point through `p` leaves the picture.
  [[nodiscard]] Point outwards(Point p) const noexcept {
    constexpr float kFar = 6;
    return {p.x + (p.x - vanishing.x) * kFar, p.y + (p.y - vanishing.y) * kFar};
  }
};

void paintFloor(Painter& painter, const Scene& scene, const RoomShape& room, Random& random) {
  const Rgb base = jittered(scene.floor, random);
  painter.rectangle(
      {0, room.floor}, {1, 1},
      Paint::linear({0, room.floor}, {0, 1}, darker(base, 0.22f), lighter(base, 0.08f)));
  const int pattern = random.below(3);  // carpet, planks, tiles
  if (pattern == 0) return;
  const Paint gap = Paint::flat(darker(base, 0.45f), 0.45f);
  constexpr int kPlanks = 9;
  for (int i = -kPlanks; i <= 2 * kPlanks; ++i) {
    const Point start{static_cast<float>(i) / kPlanks, room.floor};
    painter.line(start, room.outwards(start), 0.006f, gap);
  }
  if (pattern == 1) return;
  float y = room.floor, step = 0.022f;
  while ((y += step) < 1) {
    painter.line({0, y}, {1, y}, 0.006f, gap);
    step *= 1.45f;
  }
}

void paintBackWall(Painter& painter, const Scene& scene, const RoomShape& room, Random& random) {
  const Rgb base = wallPaint(scene.wall, random);
  const float lit = scene.lightFromLeft ? room.left : room.right;
  const float away = scene.lightFromLeft ? room.right : room.left;
  painter.rectangle(
      {0, room.ceiling}, {1, room.floor},
      Paint::linear({lit, 0}, {away, 0.25f}, lighter(base, 0.16f), darker(base, 0.15f)));
  const int pattern = random.below(4);  // two of four walls are plain
  if (pattern == 0) {
    const Paint stripe = Paint::flat(lighter(base, 0.4f), 0.30f);
    for (float x = room.left + 0.03f; x < room.right; x += 0.08f)
      painter.rectangle({x, room.ceiling}, {x + 0.03f, room.floor}, stripe);
  } else if (pattern == 1) {
    const float rail = room.floor - 0.20f;
    painter.rectangle(
        {0, rail}, {1, room.floor},
        Paint::linear({lit, 0}, {away, 0}, lighter(base, 0.55f), lighter(base, 0.38f)));
    painter.rectangle({0, rail}, {1, rail + 0.014f}, Paint::flat({0.96f, 0.95f, 0.93f}));
  }
}

}  // namespace

void paintRoom(Painter& painter, const Scene& scene) {
  Random random(scene.backdrop);
  RoomShape room;
  room.floor = scene.horizon;
  room.ceiling = random.chance(0.5f) ? random.between(0.06f, 0.14f) : 0;
  const int corners = random.below(4);
  if (corners & 1) room.left = random.between(0.07f, 0.14f);
  if (corners & 2) room.right = 1 - random.between(0.07f, 0.14f);

  Random floorRandom = random.fork(), wallRandom = random.fork();
  paintBackWall(painter, scene, room, wallRandom);
  paintFloor(painter, scene, room, floorRandom);

  Random sideRandom(scene.backdrop);  // any side wall has the paint of the back wall
  const Rgb base = wallPaint(scene.wall, sideRandom);
  const auto sideWall = [&](float edge, float border, bool lit) {
    const Point top{edge, room.ceiling}, bottom{edge, room.floor};
    const Point farTop = room.outwards(top), farBottom = room.outwards(bottom);
    const std::array<Point, 4> corner{top, bottom, Point{farBottom.x, farBottom.y},
                                      Point{farTop.x, farTop.y}};
    const Rgb tone = lit ? lighter(base, 0.10f) : darker(base, 0.30f);
    painter.polygon(corner, Paint::linear({edge, 0}, {border, 0}, darker(tone, 0.10f), tone));
  };
  if (room.left > 0) sideWall(room.left, 0, !scene.lightFromLeft);
  if (room.right < 1) sideWall(room.right, 1, scene.lightFromLeft);

  const Rgb trim{0.95f, 0.94f, 0.92f};
  painter.rectangle(
      {room.left, room.floor - 0.022f}, {room.right, room.floor + 0.002f},
      Paint::linear({0, room.floor - 0.022f}, {0, room.floor}, trim, darker(trim, 0.2f)));
  if (room.ceiling > 0) {
    const std::array<Point, 4> ceiling{
        Point{room.left, room.ceiling}, Point{room.right, room.ceiling},
        room.right < 1 ? room.outwards({room.right, room.ceiling}) : Point{1, 0},
        room.left > 0 ? room.outwards({room.left, room.ceiling}) : Point{0, 0}};
    painter.polygon(ceiling, Paint::linear({0, 0}, {0, room.ceiling}, trim, darker(trim, 0.12f)));
  }
}

void paintTable(Painter& painter, const Scene& scene) {
  Random random(scene.backdrop);
  const Rgb wall = wallPaint(scene.wall, random);
  const Rgb table = jittered(scene.floor, random);
  const float edge = scene.horizon;
  const float lit = scene.lightFromLeft ? 0.0f : 1.0f;
  painter.rectangle(
      {0, 0}, {1, edge},
      Paint::linear({lit, 0}, {1 - lit, edge}, lighter(wall, 0.18f), darker(wall, 0.34f)));
  painter.rectangle({0, edge}, {1, 1},
                    Paint::linear({0, edge}, {0, 1}, darker(table, 0.18f), lighter(table, 0.05f)));
  if (random.chance(0.4f)) {
    const Paint grain = Paint::flat(darker(table, 0.35f), 0.28f);
    float y = edge, step = 0.035f;
    while ((y += step) < 1) {
      painter.line({0, y}, {1, y}, 0.006f, grain);
      step *= 1.35f;
    }
  }
  painter.rectangle({0, edge}, {1, edge + 0.012f}, Paint::flat(lighter(table, 0.45f), 0.55f));
  const Point pool{scene.lightFromLeft ? 0.34f : 0.66f, edge + 0.2f}, size{0.62f, 0.30f};
  painter.ellipse(pool, size, Paint::glow(pool, size, {1, 1, 1}, 0.13f));
}

}  // namespace pentimento::scenes
