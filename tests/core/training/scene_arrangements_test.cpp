// Things that belong together, and worlds that lack them.
#include "core/training/scenes/arrangements.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace pentimento::scenes {
namespace {

constexpr uint64_t kSeeds = 300;

bool holds(const Scene& scene, Kind kind) {
  return std::ranges::any_of(scene.things, [&](const Thing& t) { return t.kind == kind; });
}

WorldOptions arrangedWorld(std::array<float, kFamilyCount> families) {
  WorldOptions world;
  world.families = families;
  world.arrangements = 1;
  world.emptyRooms = 0;
  world.heldOutToo = true;
  return world;
}

TEST(TrainingSceneArrangements, ButterfliesFleeTornadoesInAStorm) {
  WorldOptions world = arrangedWorld({0, 1, 0});
  world.kinds = {Kind::Butterfly, Kind::Tornado};
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Scene scene = compose(seed, world);
    EXPECT_EQ(scene.time, DayTime::Storm);
    EXPECT_TRUE(holds(scene, Kind::Tornado));
    EXPECT_TRUE(holds(scene, Kind::Butterfly));
  }
}

TEST(TrainingSceneArrangements, RoomsAreLivingRoomsAndBedrooms) {
  const WorldOptions world = arrangedWorld({1, 0, 0});
  int living = 0, bedrooms = 0;
  std::set<size_t> sizes;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Scene scene = compose(seed, world);
    living += holds(scene, Kind::Couch);
    bedrooms += holds(scene, Kind::Bed);
    EXPECT_NE(holds(scene, Kind::Couch), holds(scene, Kind::Bed)) << "seed " << seed;
    sizes.insert(scene.things.size());
  }
  EXPECT_GT(living, 100);
  EXPECT_GT(bedrooms, 100);
  EXPECT_GE(sizes.size(), 4u) << "furniture should vary";
}

TEST(TrainingSceneArrangements, ThingsStayInThePictureAndDoNotHideEachOther) {
  const WorldOptions world = arrangedWorld({1, 1, 1});
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    Scene scene = compose(seed, world);
    for (const Thing& thing : scene.things) {
      EXPECT_GE(thing.box.x, 0);
      EXPECT_LE(thing.box.right(), 1 + 1e-6f);
    }
    while (!scene.things.empty()) {
      const Thing last = scene.things.back();
      scene.things.pop_back();
      EXPECT_TRUE(hasRoom(scene, last)) << "seed " << seed;
    }
  }
}

TEST(TrainingSceneArrangements, BothSidesAreSeen) {
  WorldOptions world = arrangedWorld({0, 0, 1});
  world.kinds = {Kind::Teapot, Kind::Cup};
  int teapotLeft = 0;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Scene scene = compose(seed, world);
    const auto teapot = std::ranges::find(scene.things, Kind::Teapot, &Thing::kind);
    ASSERT_NE(teapot, scene.things.end());
    teapotLeft += teapot->box.centreX() < 0.5f;
  }
  EXPECT_GT(teapotLeft, static_cast<int>(kSeeds) / 3);
  EXPECT_LT(teapotLeft, 2 * static_cast<int>(kSeeds) / 3);
}

TEST(TrainingSceneArrangements, AWorldWithoutTheKindsIsLeftAlone) {
  WorldOptions world = arrangedWorld({0, 1, 0});
  world.kinds = {Kind::Tent};
  Scene scene;
  scene.family = Family::Outdoor;
  Random random(1);
  EXPECT_FALSE(arrange(scene, world, random));
  EXPECT_TRUE(scene.things.empty());
  for (uint64_t seed = 0; seed < 20; ++seed)
    for (const Thing& thing : compose(seed, world).things) EXPECT_EQ(thing.kind, Kind::Tent);
}

}  // namespace
}  // namespace pentimento::scenes
