#include "core/training/scenes/edits.h"

#include <algorithm>
#include <cmath>

#include "core/training/scenes/held_out.h"

namespace pentimento::scenes {
namespace {

Box unionOf(const Box& a, const Box& b) {
  const float x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

/// The thing with its shadow.
Box footprint(const Thing& thing) {
  return {thing.box.x - 0.02f, thing.box.y - 0.01f, thing.box.width + 0.04f,
          thing.box.height + 0.035f};
}

/// Another kind that stands in the same sort of place.
Kind replacementFor(Kind kind, const WorldOptions& options, Random& random) {
  std::vector<Kind> others;
  for (const KindFacts& facts : allKinds()) {
    if (isAllowed(facts.kind, options) && facts.kind != kind &&
        facts.placement == factsOf(kind).placement && facts.kind != Kind::Rug)
      others.push_back(facts.kind);
  }
  return others.empty() ? kind : random.pick<Kind>(others);
}

template <typename Inside>
void cover(Mask& mask, Inside inside) {
  for (int y = 0; y < mask.height(); ++y) {
    const auto row = mask.writableRow(y);
    const float v = (static_cast<float>(y) + 0.5f) / static_cast<float>(mask.height());
    for (int x = 0; x < mask.width(); ++x)
      if (inside((static_cast<float>(x) + 0.5f) / static_cast<float>(mask.width()), v))
        row[static_cast<size_t>(x)] = 255;
  }
}

}  // namespace

EditPair composeEdit(uint64_t seed, EditKind kind, const WorldOptions& options) {
  Random random(seed ^ 0x5eed0fed17ULL);
  EditPair pair;
  WorldOptions peopled = options;
  peopled.emptyRooms = 0;
  pair.after = compose(random.bits(), peopled);
  for (int attempt = 0; attempt < 50 && pair.after.things.empty(); ++attempt)
    pair.after = compose(random.bits(), peopled);
  pair.before = pair.after;
  if (pair.after.things.empty()) return pair;
  const auto index = static_cast<size_t>(random.below(static_cast<int>(pair.after.things.size())));
  pair.thing = pair.after.things[index];
  // What has no colour of its own to change is exchanged instead.
  if (kind == EditKind::Recolour && !factsOf(pair.thing.kind).colourful) kind = EditKind::Replace;
  pair.kind = kind;
  pair.area = footprint(pair.thing);
  switch (kind) {
    case EditKind::Add:
      pair.before.things.erase(pair.before.things.begin() + static_cast<ptrdiff_t>(index));
      break;
    case EditKind::Remove:
      pair.after.things.erase(pair.after.things.begin() + static_cast<ptrdiff_t>(index));
      break;
    case EditKind::Replace: {
      Thing& old = pair.before.things[index];
      const Kind other = replacementFor(old.kind, options, random);
      const float scale = old.box.height / factsOf(old.kind).height;
      const Thing placed = placeThing(pair.before, other, std::clamp(scale, 0.5f, 1.3f), random);
      const float bottom = old.box.bottom(), centre = old.box.centreX();
      old = placed;
      old.box.x = std::clamp(centre - placed.box.width / 2, 0.02f, 0.98f - placed.box.width);
      old.box.y = std::max(bottom - placed.box.height, 0.02f);
      pair.area = unionOf(pair.area, footprint(old));
      break;
    }
    case EditKind::Recolour: {
      Thing& old = pair.before.things[index];
      old.colour = static_cast<ColourName>(
          (static_cast<int>(old.colour) + 1 + random.below(kColourCount - 1)) % kColourCount);
      break;
    }
    case EditKind::Restyle:
      pair.before.style = pair.after.style == Style::Photo ? Style::Cartoon : Style::Photo;
      pair.area = {0, 0, 1, 1};
      break;
  }
  pair.instruction = describeEdit(kind, pair.thing, pair.after, random);
  return pair;
}

Mask drawMask(const Box& area, int size, Random& random) {
  Mask mask(Extent{size, size});
  const float margin = random.between(0.08f, 0.5f) * 0.5f;
  const Box box{area.x - area.width * margin, area.y - area.height * margin,
                area.width * (1 + 2 * margin), area.height * (1 + 2 * margin)};
  const float cx = box.centreX(), cy = box.y + box.height / 2;
  const int shape = random.below(3);
  if (shape == 0) {
    cover(mask, [&](float u, float v) {
      return u >= box.x && u < box.right() && v >= box.y && v < box.bottom();
    });
  } else if (shape == 1) {
    // The ellipse through the corners of the area, so that it is covered whatever the margin.
    const float rx = std::max(box.width / 2, area.width * 0.7072f),
                ry = std::max(box.height / 2, area.height * 0.7072f);
    cover(mask, [&](float u, float v) {
      const float dx = (u - cx) / rx, dy = (v - cy) / ry;
      return dx * dx + dy * dy <= 1;
    });
  } else {
    // Strokes to and fro, each a thick wobbly band, over the whole of the area.
    const int strokes = 2 + random.below(3);
    const float thickness = box.height / static_cast<float>(strokes) * 0.62f;
    const float wobble = random.between(5, 11), phase = random.between(0, 6.28f);
    for (int i = 0; i < strokes; ++i) {
      const float middle =
          box.y + box.height * (static_cast<float>(i) + 0.5f) / static_cast<float>(strokes);
      cover(mask, [&](float u, float v) {
        const float bend = 0.012f * std::sin(u * wobble + phase + static_cast<float>(i));
        return u >= box.x + bend && u < box.right() + bend &&
               std::abs(v - middle - bend) <= thickness;
      });
    }
  }
  return mask;
}

Mask randomMask(int size, Random& random) {
  Mask mask(Extent{size, size});
  const float width = random.between(0.2f, 0.8f), height = random.between(0.2f, 0.8f);
  const float x = random.unit() * (1 - width), y = random.unit() * (1 - height);
  cover(mask,
        [&](float u, float v) { return u >= x && u < x + width && v >= y && v < y + height; });
  return mask;
}

}  // namespace pentimento::scenes
