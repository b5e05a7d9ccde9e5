/// Seed → scene: what stands where.
#pragma once

#include <vector>

#include "core/training/scenes/world.h"

namespace pentimento::scenes {

/// Which part of the world is drawn from, and how often. Weights need not sum to 1.
struct WorldOptions {
  std::array<float, kFamilyCount> families{1, 1, 1};
  std::array<float, kStyleCount> styles{5, 1, 1, 1, 1, 1};
  std::array<float, kDayTimeCount> times{1, 3, 1.5f, 1, 1};
  std::vector<Kind> kinds;  ///< that may appear; empty = all
  int maximumThings = 3;
  float closeViews = 0.35f;  ///< share of scenes with one large thing
  float emptyRooms = 0.10f;  ///< of the rooms
  /// Share of scenes with things that belong together, as in a living room.
  float arrangements = 0.15f;
  bool heldOutToo = false;  ///< for judges and tests; training leaves them out
};

[[nodiscard]] Scene compose(uint64_t seed, const WorldOptions& options = {});

[[nodiscard]] bool isAllowed(Kind kind, const WorldOptions& options);

/// Whether a thing can be added without hiding much of another.
[[nodiscard]] bool hasRoom(const Scene& scene, const Thing& thing);

/// Puts one more thing of `kind` where there is room for it.
[[nodiscard]] Thing placeThing(const Scene& scene, Kind kind, float scale, Random& random);

}  // namespace pentimento::scenes
