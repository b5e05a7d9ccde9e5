#include "core/training/scenes/arrangements.h"

#include <algorithm>
#include <optional>
#include <span>

namespace pentimento::scenes {
namespace {

/// One thing of an arrangement, for light from either side: every second one is mirrored.
struct Part {
  Kind kind;
  float left, right;        ///< limits of its centre
  float smallest, largest;  ///< of its scale
  float chance = 1;         ///< to be there; what is there always comes first
};

struct Arrangement {
  Family family;
  std::optional<Ground> ground;
  std::optional<DayTime> time;
  std::span<const Part> parts;
};

using enum Kind;
constexpr std::array kLivingRoom{
    Part{Couch, 0.36f, 0.56f, 0.74f, 0.95f}, Part{Window, 0.25f, 0.75f, 0.70f, 0.95f, 0.7f},
    Part{Plant, 0.84f, 0.92f, 0.70f, 0.95f, 0.6f}, Part{Lamp, 0.08f, 0.16f, 0.70f, 0.90f, 0.5f},
    Part{Picture, 0.30f, 0.70f, 0.70f, 0.95f, 0.4f}};
constexpr std::array kBedroom{
    Part{Bed, 0.36f, 0.56f, 0.74f, 0.95f}, Part{Window, 0.25f, 0.75f, 0.70f, 0.95f, 0.7f},
    Part{Plant, 0.84f, 0.92f, 0.70f, 0.95f, 0.4f}, Part{Lamp, 0.08f, 0.16f, 0.70f, 0.90f, 0.5f}};
constexpr std::array kEscape{Part{Tornado, 0.24f, 0.34f, 0.80f, 1.00f},
                             Part{Butterfly, 0.72f, 0.80f, 0.90f, 1.20f}};
constexpr std::array kHomestead{Part{House, 0.30f, 0.42f, 0.80f, 0.95f},
                                Part{Tree, 0.78f, 0.88f, 0.70f, 0.95f}};
constexpr std::array kStreet{Part{House, 0.22f, 0.34f, 0.70f, 0.85f},
                             Part{Car, 0.66f, 0.78f, 0.70f, 0.90f}};
constexpr std::array kTea{Part{Teapot, 0.28f, 0.36f, 0.80f, 1.00f},
                          Part{Cup, 0.74f, 0.82f, 0.60f, 0.80f}};

constexpr std::array kArrangements{
    Arrangement{Family::Room, {}, {}, kLivingRoom},
    Arrangement{Family::Room, {}, {}, kBedroom},
    Arrangement{Family::Outdoor, Ground::Meadow, DayTime::Storm, kEscape},
    Arrangement{Family::Outdoor, Ground::Field, DayTime::Storm, kEscape},
    Arrangement{Family::Outdoor, Ground::Meadow, {}, kHomestead},
    Arrangement{Family::Outdoor, Ground::Road, {}, kStreet},
    Arrangement{Family::Tabletop, {}, {}, kTea},
};

bool possible(const Arrangement& arrangement, Family family, const WorldOptions& options) {
  return arrangement.family == family &&
         std::ranges::all_of(arrangement.parts, [&](const Part& part) {
           return part.chance < 1 || isAllowed(part.kind, options);
         });
}

}  // namespace

bool arrange(Scene& scene, const WorldOptions& options, Random& random) {
  std::vector<const Arrangement*> choices;
  for (const Arrangement& arrangement : kArrangements)
    if (possible(arrangement, scene.family, options)) choices.push_back(&arrangement);
  if (choices.empty()) return false;
  const Arrangement& chosen = *random.pick<const Arrangement*>(choices);
  scene.ground = chosen.ground.value_or(scene.ground);
  scene.time = chosen.time.value_or(scene.time);
  const bool mirrored = random.chance(0.5f);
  for (const Part& part : chosen.parts) {
    const bool wanted = random.chance(part.chance) && isAllowed(part.kind, options);
    Thing thing = placeThing(scene, part.kind, random.between(part.smallest, part.largest), random);
    const float centre = random.between(part.left, part.right);
    thing.box.x = std::clamp((mirrored ? 1 - centre : centre) - thing.box.width / 2, 0.0f,
                             1 - thing.box.width);
    if (wanted && hasRoom(scene, thing)) scene.things.push_back(thing);
  }
  return true;
}

}  // namespace pentimento::scenes
