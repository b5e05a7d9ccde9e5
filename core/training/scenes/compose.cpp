#include "core/training/scenes/compose.h"

#include <algorithm>
#include <cmath>

#include "core/training/scenes/arrangements.h"
#include "core/training/scenes/held_out.h"

namespace pentimento::scenes {
namespace {

ColourName anyColour(Random& random) {
  return static_cast<ColourName>(random.below(kColourCount));
}

ColourName anyColourBut(ColourName avoided, Random& random) {
  const int step = 1 + random.below(kColourCount - 1);
  return static_cast<ColourName>((static_cast<int>(avoided) + step) % kColourCount);
}

/// Colours that make a believable floor come more often.
ColourName floorColour(Random& random) {
  using enum ColourName;
  static constexpr std::array<ColourName, 4> usual{Brown, Gray, White, Brown};
  return random.chance(0.6f) ? random.pick<ColourName>(usual) : anyColour(random);
}

std::vector<Kind> kindsOf(Family family, const WorldOptions& options) {
  std::vector<Kind> kinds;
  for (const KindFacts& facts : allKinds())
    if (familyOf(facts.placement) == family && isAllowed(facts.kind, options))
      kinds.push_back(facts.kind);
  return kinds;
}

Ground groundFor(Kind kind, Random& random) {
  static constexpr std::array<Ground, 5> traffic{Ground::Road, Ground::ParkingLot,
                                                 Ground::ParkingLot, Ground::Road, Ground::Snow};
  static constexpr std::array<Ground, 4> nature{Ground::Meadow, Ground::Field, Ground::Snow,
                                                Ground::Meadow};
  switch (kind) {
    case Kind::Bus:
    case Kind::Car:
    case Kind::Truck:
      return random.pick<Ground>(traffic);
    case Kind::Boat:
      return Ground::Beach;
    case Kind::Flower:
      return Ground::Meadow;
    case Kind::Bird:
    case Kind::Balloon:
      return static_cast<Ground>(random.below(kGroundCount));
    default:
      return random.pick<Ground>(nature);
  }
}

/// Whether a second thing makes sense beside the first on this ground.
bool fits(Kind kind, const Scene& scene) {
  if (scene.family != Family::Outdoor) return true;
  const bool traffic = kind == Kind::Bus || kind == Kind::Car || kind == Kind::Truck;
  if (factsOf(kind).placement == Placement::Sky) return true;
  if (kind == Kind::Tornado) return scene.time == DayTime::Storm;
  if (kind == Kind::Boat || scene.ground == Ground::Beach)
    return kind == Kind::Boat && scene.ground == Ground::Beach;
  const bool pavement = scene.ground == Ground::Road || scene.ground == Ground::ParkingLot;
  if (kind == Kind::Flower) return scene.ground == Ground::Meadow;
  return traffic ? pavement : true;
}

float overlapShare(const Box& a, const Box& b) {
  const float width = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const float height = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return width * height / std::min(a.width * a.height, b.width * b.height);
}

ColourName colourFor(const Scene& scene, Kind kind, Random& random) {
  const KindFacts& facts = factsOf(kind);
  if (!facts.colourful) return facts.usual;
  switch (scene.family) {
    case Family::Tabletop:
      return anyColourBut(scene.floor, random);
    case Family::Room:
      if (kind == Kind::Cat || kind == Kind::Dog) {
        using enum ColourName;
        static constexpr std::array<ColourName, 5> furs{Orange, Brown, White, Gray, Black};
        return random.pick<ColourName>(furs);
      }
      return anyColourBut(kind == Kind::Rug ? scene.floor : scene.wall, random);
    case Family::Outdoor:
      break;
  }
  return anyColour(random);
}

Scene emptyScene(const WorldOptions& options, Random& random) {
  Scene scene;
  scene.family = static_cast<Family>(random.weighted(options.families));
  scene.style = static_cast<Style>(random.weighted(options.styles));
  scene.time = static_cast<DayTime>(random.weighted(options.times));
  scene.wall = anyColour(random);
  scene.floor = scene.family == Family::Room ? floorColour(random) : anyColour(random);
  scene.lightFromLeft = random.chance(0.5f);
  scene.backdrop = random.bits();
  switch (scene.family) {
    case Family::Room:
      scene.horizon = random.between(0.62f, 0.72f);
      break;
    case Family::Outdoor:
      scene.horizon = random.between(0.54f, 0.64f);
      break;
    case Family::Tabletop:
      scene.horizon = random.between(0.40f, 0.50f);
      break;
  }
  return scene;
}

/// Neighbours of `first` from what is left of the family.
void addCompanions(Scene& scene, const WorldOptions& options, int count, Random& random) {
  const std::vector<Kind> kinds = kindsOf(scene.family, options);
  for (int attempt = 0; attempt < 8 && static_cast<int>(scene.things.size()) < count; ++attempt) {
    const bool again = !scene.things.empty() && random.chance(0.25f);
    const Kind kind = again ? scene.things.front().kind : random.pick<Kind>(kinds);
    const bool known =
        std::ranges::any_of(scene.things, [&](const Thing& t) { return t.kind == kind; });
    if ((known && !again) || !fits(kind, scene)) continue;
    const float scale = count == 2 ? random.between(0.66f, 0.82f) : random.between(0.52f, 0.66f);
    Thing thing = placeThing(scene, kind, scale, random);
    if (again && random.chance(0.6f)) thing.colour = scene.things.front().colour;
    if (hasRoom(scene, thing)) scene.things.push_back(thing);
  }
}

void sortByDepth(Scene& scene) {
  const auto depth = [](const Thing& thing) {
    const Placement placement = factsOf(thing.kind).placement;
    if (placement == Placement::Wall) return -1.0f;
    if (thing.kind == Kind::Rug) return -0.5f;
    return placement == Placement::Sky ? 2.0f : thing.box.bottom();
  };
  std::ranges::stable_sort(scene.things, {}, depth);
}

Scene composeOnce(const WorldOptions& options, Random& random) {
  Scene scene = emptyScene(options, random);
  const std::vector<Kind> kinds = kindsOf(scene.family, options);
  if (kinds.empty()) return scene;
  if (scene.family == Family::Room && random.chance(options.emptyRooms)) return scene;
  if (random.chance(options.arrangements) && arrange(scene, options, random)) {
    sortByDepth(scene);
    return scene;
  }

  const Kind first = random.pick<Kind>(kinds);
  scene.ground = groundFor(first, random);
  if (first == Kind::Tornado) scene.time = DayTime::Storm;
  static constexpr std::array<float, 3> counts{0.5f, 0.32f, 0.18f};
  const bool close = random.chance(options.closeViews);
  const int count = close ? 1 : std::min(options.maximumThings, 1 + random.weighted(counts));
  const KindFacts& facts = factsOf(first);
  const float filling = std::min(0.88f / facts.width, 0.76f / facts.height);
  const float scale = close        ? filling * random.between(0.72f, 1.0f)
                      : count == 1 ? random.between(0.82f, 1.05f)
                      : count == 2 ? random.between(0.66f, 0.82f)
                                   : random.between(0.52f, 0.66f);
  scene.things.push_back(placeThing(scene, first, scale, random));
  addCompanions(scene, options, count, random);
  sortByDepth(scene);
  return scene;
}

}  // namespace

bool isAllowed(Kind kind, const WorldOptions& options) {
  return options.kinds.empty() || std::ranges::find(options.kinds, kind) != options.kinds.end();
}

bool hasRoom(const Scene& scene, const Thing& thing) {
  constexpr float kHidden = 0.18f;  // of the smaller of two
  return std::ranges::none_of(scene.things, [&](const Thing& other) {
    return overlapShare(thing.box, other.box) > kHidden;
  });
}

Thing placeThing(const Scene& scene, Kind kind, float scale, Random& random) {
  const KindFacts& facts = factsOf(kind);
  Thing thing;
  thing.kind = kind;
  thing.variation = random.bits();
  thing.flipped = random.chance(0.5f);
  thing.colour = colourFor(scene, kind, random);
  Box& box = thing.box;
  box.width = std::min(facts.width * scale, 0.94f);
  box.height = std::min(facts.height * scale, 0.84f);
  const float room = 1 - box.width;
  box.x = room * random.between(0.06f, 0.94f);
  const float below = 1 - scene.horizon;
  switch (facts.placement) {
    case Placement::Floor: {
      const float depth =
          kind == Kind::Rug ? random.between(0.6f, 0.9f) : random.between(0.22f, 0.72f);
      box.y = scene.horizon + below * depth - box.height;
      break;
    }
    case Placement::Wall: {
      const float space = std::max(scene.horizon - 0.16f - box.height, 0.02f);
      box.y = 0.12f + std::max(space - 0.12f, 0.0f) * random.unit();
      break;
    }
    case Placement::Outdoors:
      box.y = scene.horizon + below * random.between(kind == Kind::Tornado ? 0.10f : 0.40f, 0.72f) -
              box.height;
      break;
    case Placement::Sky:
      box.y = random.between(0.08f, std::max(0.1f, scene.horizon - box.height * 0.8f));
      break;
    case Placement::Table:
      box.y = scene.horizon + below * random.between(0.42f, 0.72f) - box.height;
      break;
  }
  box.y = std::clamp(box.y, 0.03f, 0.97f - box.height);
  return thing;
}

Scene compose(uint64_t seed, const WorldOptions& options) {
  Random random(seed);
  constexpr int kAttempts = 100;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Random stream = random.fork();
    Scene scene = composeOnce(options, stream);
    if (options.heldOutToo || !isHeldOut(scene)) return scene;
  }
  Scene scene = emptyScene(options, random);  // nothing in it, so nothing held out
  return scene;
}

}  // namespace pentimento::scenes
