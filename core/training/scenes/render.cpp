#include "core/training/scenes/render.h"

#include <algorithm>
#include <cmath>

#include "core/training/scenes/backdrop.h"
#include "core/training/scenes/sketch.h"
#include "core/training/scenes/styles.h"

namespace pentimento::scenes {
namespace {

constexpr int kSupersampling = 2;

Rgb underDaylight(Rgb colour, DayTime time) {
  switch (time) {
    case DayTime::Sunset:
      return mix(colour, {0.85f, 0.40f, 0.20f}, 0.10f);
    case DayTime::Night:
      return mix(darker(colour, 0.34f), {0.10f, 0.14f, 0.34f}, 0.12f);
    case DayTime::Storm:
      return mix(colour, {0.36f, 0.37f, 0.39f}, 0.16f);
    default:
      return colour;
  }
}

void paintShadow(Painter& painter, const Scene& scene, const Thing& thing) {
  const Box& box = thing.box;
  const float away = scene.lightFromLeft ? 1.0f : -1.0f;
  const Rgb black{0.03f, 0.03f, 0.06f};
  const auto glow = [&](Point centre, Point radii, float alpha) {
    painter.ellipse(centre, radii, Paint::glow(centre, radii, black, alpha));
  };
  switch (factsOf(thing.kind).placement) {
    case Placement::Sky:
      return;
    case Placement::Wall:
      return glow({box.centreX() + away * 0.02f, box.y + box.height * 0.56f},
                  {box.width * 0.62f, box.height * 0.62f}, 0.32f);
    case Placement::Table:
      glow({box.centreX() + away * box.width * 0.42f, box.bottom() - 0.015f},
           {box.width * 0.72f, std::max(0.035f, box.width * 0.13f)}, 0.50f);
      break;
    case Placement::Floor:
      if (thing.kind == Kind::Rug) return;
      break;
    case Placement::Outdoors:
      if (thing.kind == Kind::Tornado) return;
      break;
  }
  glow({box.centreX() + away * box.width * 0.07f, box.bottom() - 0.004f},
       {box.width * 0.60f, 0.036f}, 0.55f);
}

void paintScene(Painter& painter, const Scene& scene) {
  if (scene.mirroredBackdrop) {
    Scene original = scene;
    original.lightFromLeft = !scene.lightFromLeft;
    paintBackdrop(painter, original);
    painter.mirror();
  } else {
    paintBackdrop(painter, scene);
  }
  uint8_t id = 0;
  for (const Thing& thing : scene.things) {
    painter.beginObject(0);
    paintShadow(painter, scene, thing);
    painter.beginObject(++id);
    Random random(thing.variation);
    Rgb colour = jittered(thing.colour, random);
    if (scene.family == Family::Outdoor) colour = underDaylight(colour, scene.time);
    Sketch sketch(painter, thing, colour, scene.lightFromLeft);
    drawThing(sketch, thing.kind);
  }
  if (scene.style == Style::Cartoon) painter.ink(0.016f, {0.07f, 0.06f, 0.09f});
}

Image finish(const Painter& painter, const Scene& scene) {
  std::vector<float> pixels = painter.pixels();
  applyStyle(pixels, painter.size(), scene.style, scene.backdrop);
  Image picture({painter.size(), painter.size()}, ChannelLayout::Rgb, BitDepth::Eight);
  const auto bytes = picture.writableBytes();
  std::ranges::transform(pixels, bytes.begin(), [](float value) {
    return static_cast<std::byte>(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f);
  });
  return picture;
}

int coveredPixels(const Mask& mask) {
  return static_cast<int>(std::ranges::count_if(mask.values(), [](uint8_t v) { return v >= 128; }));
}

Rect boxOf(const Mask& mask) {
  int left = mask.width(), top = mask.height(), right = 0, bottom = 0;
  for (int y = 0; y < mask.height(); ++y)
    for (int x = 0; x < mask.width(); ++x) {
      if (mask.row(y)[static_cast<size_t>(x)] < 128) continue;
      left = std::min(left, x);
      right = std::max(right, x + 1);
      top = std::min(top, y);
      bottom = std::max(bottom, y + 1);
    }
  if (right <= left) return {};
  return {left, top, right - left, bottom - top};
}

bool overlap(const Box& a, const Box& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

/// How many pixels the thing would cover if nothing stood before it.
int uncoveredPixels(const Scene& scene, const Thing& thing, int size) {
  Painter painter(size, kSupersampling);
  painter.beginObject(1);
  Sketch sketch(painter, thing, rgbOf(thing.colour), scene.lightFromLeft);
  drawThing(sketch, thing.kind);
  return coveredPixels(painter.coverage(1));
}

}  // namespace

Image renderPicture(const Scene& scene, int size) {
  Painter painter(size, kSupersampling);
  paintScene(painter, scene);
  return finish(painter, scene);
}

Rendering render(const Scene& scene, int size) {
  Painter painter(size, kSupersampling);
  paintScene(painter, scene);
  Rendering rendering{finish(painter, scene), {}};
  for (size_t i = 0; i < scene.things.size(); ++i) {
    const Thing& thing = scene.things[i];
    Instance instance{thing, painter.coverage(static_cast<uint8_t>(i + 1)), {}, false};
    instance.box = boxOf(instance.mask);
    const int seen = coveredPixels(instance.mask);
    const bool hidden =
        std::any_of(scene.things.begin() + static_cast<ptrdiff_t>(i) + 1, scene.things.end(),
                    [&](const Thing& nearer) { return overlap(thing.box, nearer.box); });
    instance.visible = seen > 0 && (!hidden || 2 * seen >= uncoveredPixels(scene, thing, size));
    rendering.instances.push_back(std::move(instance));
  }
  return rendering;
}

Scene mirrored(Scene scene) {
  scene.lightFromLeft = !scene.lightFromLeft;
  scene.mirroredBackdrop = !scene.mirroredBackdrop;
  for (Thing& thing : scene.things) {
    thing.box.x = 1 - thing.box.right();
    thing.flipped = !thing.flipped;
  }
  return scene;
}

}  // namespace pentimento::scenes
