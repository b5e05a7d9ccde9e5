#include "core/training/scenes/sketch.h"

namespace pentimento::scenes {
namespace {

constexpr Rgb kWood{0.50f, 0.31f, 0.17f};
constexpr Rgb kDarkWood{0.28f, 0.17f, 0.10f};

void drawLegs(Sketch& s, float top, std::initializer_list<float> positions, float width) {
  for (const float u : positions)
    s.rectangle({u, top}, {u + width, 1}, s.sideLit(kDarkWood, u, u + width));
}

void drawCouch(Sketch& s) {
  drawLegs(s, 0.88f, {0.07f, 0.88f}, 0.05f);
  s.rectangle({0.05f, 0}, {0.95f, 0.80f}, s.topLit(s.colour, 0, 0.7f), 0.07f);
  const Rgb cushion = lighter(s.colour, 0.08f);
  s.rectangle({0.13f, 0.07f}, {0.495f, 0.56f}, s.topLit(cushion, 0.05f, 0.58f), 0.04f);
  s.rectangle({0.505f, 0.07f}, {0.87f, 0.56f}, s.topLit(cushion, 0.05f, 0.58f), 0.04f);
  s.rectangle({0.10f, 0.62f}, {0.90f, 0.92f}, s.topLit(darker(s.colour, 0.20f), 0.6f, 0.92f));
  s.rectangle({0.11f, 0.50f}, {0.50f, 0.70f}, s.topLit(lighter(s.colour, 0.16f), 0.48f, 0.72f),
              0.035f);
  s.rectangle({0.50f, 0.50f}, {0.89f, 0.70f}, s.topLit(lighter(s.colour, 0.16f), 0.48f, 0.72f),
              0.035f);
  s.rectangle({0, 0.30f}, {0.14f, 0.93f}, s.topLit(s.colour, 0.26f, 0.93f, 0.36f), 0.055f);
  s.rectangle({0.86f, 0.30f}, {1, 0.93f}, s.topLit(s.colour, 0.26f, 0.93f, 0.36f), 0.055f);
}

void drawArmchair(Sketch& s) {
  drawLegs(s, 0.88f, {0.12f, 0.80f}, 0.08f);
  s.rectangle({0.14f, 0}, {0.86f, 0.8f}, s.topLit(s.colour, 0, 0.75f), 0.16f);
  s.rectangle({0.22f, 0.06f}, {0.78f, 0.56f}, s.topLit(lighter(s.colour, 0.08f), 0.05f, 0.6f),
              0.1f);
  s.rectangle({0.14f, 0.64f}, {0.86f, 0.93f}, s.topLit(darker(s.colour, 0.2f), 0.6f, 0.95f));
  s.rectangle({0.16f, 0.52f}, {0.84f, 0.72f}, s.topLit(lighter(s.colour, 0.16f), 0.5f, 0.74f),
              0.07f);
  s.rectangle({0, 0.36f}, {0.24f, 0.94f}, s.topLit(s.colour, 0.32f, 0.94f, 0.36f), 0.1f);
  s.rectangle({0.76f, 0.36f}, {1, 0.94f}, s.topLit(s.colour, 0.32f, 0.94f, 0.36f), 0.1f);
}

void drawBed(Sketch& s) {
  const Rgb sheet{0.93f, 0.92f, 0.90f};
  s.rectangle({0.02f, 0}, {0.98f, 0.75f}, s.topLit(kWood, 0, 0.7f), 0.05f);
  s.rectangle({0.08f, 0.34f}, {0.92f, 0.60f}, s.topLit(sheet, 0.3f, 0.62f, 0.16f), 0.03f);
  s.rectangle({0.12f, 0.24f}, {0.47f, 0.48f}, s.topLit(sheet, 0.2f, 0.5f, 0.2f), 0.06f);
  s.rectangle({0.53f, 0.24f}, {0.88f, 0.48f}, s.topLit(sheet, 0.2f, 0.5f, 0.2f), 0.06f);
  s.polygon({{0.08f, 0.50f}, {0.92f, 0.50f}, {1, 0.70f}, {0, 0.70f}},
            s.topLit(lighter(s.colour, 0.12f), 0.46f, 0.72f, 0.2f));
  s.rectangle({0, 0.70f}, {1, 0.92f}, s.topLit(darker(s.colour, 0.10f), 0.68f, 0.95f));
  drawLegs(s, 0.90f, {0.03f, 0.91f}, 0.06f);
}

void drawDesk(Sketch& s) {
  s.polygon({{0.08f, 0.12f}, {0.92f, 0.12f}, {1, 0.28f}, {0, 0.28f}},
            s.sideLit(lighter(kWood, 0.18f)));
  s.rectangle({0.03f, 0.36f}, {0.10f, 1}, s.sideLit(kWood, 0.03f, 0.10f));
  s.rectangle({0.62f, 0.36f}, {0.97f, 0.96f}, s.topLit(kWood, 0.3f, 1));
  for (const float v : {0.42f, 0.60f, 0.78f}) {
    s.rectangle({0.65f, v}, {0.94f, v + 0.14f},
                s.topLit(lighter(kWood, 0.08f), v, v + 0.14f, 0.2f));
    s.rectangle({0.76f, v + 0.05f}, {0.83f, v + 0.09f}, Paint::flat({0.85f, 0.72f, 0.4f}));
  }
  s.rectangle({0, 0.28f}, {1, 0.38f}, s.topLit(darker(kWood, 0.1f), 0.26f, 0.4f));
  s.rectangle({0.14f, 0}, {0.34f, 0.20f}, s.topLit({0.2f, 0.22f, 0.26f}, 0, 0.2f));
  s.rectangle({0.16f, 0.02f}, {0.32f, 0.16f}, s.topLit({0.45f, 0.65f, 0.85f}, 0, 0.2f));
}

void drawChair(Sketch& s) {
  const Rgb frame = s.colour;
  s.rectangle({0.10f, 0.50f}, {0.18f, 0.96f}, s.sideLit(darker(frame, 0.3f), 0.1f, 0.18f));
  s.rectangle({0.82f, 0.50f}, {0.90f, 0.96f}, s.sideLit(darker(frame, 0.3f), 0.82f, 0.9f));
  s.rectangle({0.08f, 0}, {0.92f, 0.12f}, s.topLit(frame, 0, 0.12f), 0.05f);
  for (const float u : {0.10f, 0.34f, 0.56f, 0.80f})
    s.rectangle({u, 0.08f}, {u + 0.10f, 0.54f}, s.sideLit(frame, u, u + 0.1f));
  s.polygon({{0.10f, 0.48f}, {0.90f, 0.48f}, {1, 0.60f}, {0, 0.60f}},
            s.topLit(lighter(frame, 0.2f), 0.46f, 0.62f, 0.2f));
  s.rectangle({0, 0.60f}, {1, 0.68f}, s.topLit(darker(frame, 0.15f), 0.6f, 0.7f));
  s.rectangle({0.02f, 0.66f}, {0.13f, 1}, s.sideLit(frame, 0.02f, 0.13f));
  s.rectangle({0.87f, 0.66f}, {0.98f, 1}, s.sideLit(frame, 0.87f, 0.98f));
}

void drawBookshelf(Sketch& s) {
  s.rectangle({0, 0}, {1, 1}, s.sideLit(kWood), 0.02f);
  constexpr int kShelves = 4;
  for (int shelf = 0; shelf < kShelves; ++shelf) {
    const float top = 0.04f + 0.235f * static_cast<float>(shelf), bottom = top + 0.20f;
    s.rectangle({0.08f, top}, {0.92f, bottom}, s.topLit(kDarkWood, top, bottom, 0.3f));
    float u = 0.10f;
    while (u < 0.82f) {
      const float width = s.random.between(0.07f, 0.13f);
      const float height = s.random.between(0.12f, 0.18f);
      const Rgb spine = jittered(static_cast<ColourName>(s.random.below(10)), s.random);
      if (s.random.chance(0.9f))
        s.rectangle({u, bottom - height}, {u + width, bottom}, s.sideLit(spine, u, u + width));
      u += width + 0.005f;
    }
  }
}

}  // namespace

bool drawFurniture(Sketch& sketch, Kind kind) {
  switch (kind) {
    case Kind::Couch:
      drawCouch(sketch);
      return true;
    case Kind::Armchair:
      drawArmchair(sketch);
      return true;
    case Kind::Bed:
      drawBed(sketch);
      return true;
    case Kind::Desk:
      drawDesk(sketch);
      return true;
    case Kind::Chair:
      drawChair(sketch);
      return true;
    case Kind::Bookshelf:
      drawBookshelf(sketch);
      return true;
    default:
      return false;
  }
}

}  // namespace pentimento::scenes
