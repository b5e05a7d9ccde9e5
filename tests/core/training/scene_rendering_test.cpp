// Pictures and the truth about them: determinism, masks, boxes, mirrors.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "core/training/scenes/compose.h"
#include "core/training/scenes/render.h"

namespace pentimento::scenes {
namespace {

constexpr int kSize = 64;

/// A scene that shows one thing of this kind, photographed.
Scene sceneOf(Kind kind, uint64_t seed) {
  WorldOptions world;
  world.kinds = {kind};
  world.families = {0, 0, 0};
  world.families[static_cast<size_t>(familyOf(factsOf(kind).placement))] = 1;
  world.styles = {1, 0, 0, 0, 0, 0};
  world.emptyRooms = 0;
  world.maximumThings = 1;
  return compose(seed, world);
}

int difference(const Image& a, const Image& b, int x, int y) {
  int largest = 0;
  for (int c = 0; c < 3; ++c)
    largest = std::max(largest, std::abs(a.row8(y)[static_cast<size_t>(x * 3 + c)] -
                                         b.row8(y)[static_cast<size_t>(x * 3 + c)]));
  return largest;
}

TEST(TrainingSceneRendering, SameSeedSameBytes) {
  for (uint64_t seed = 0; seed < 24; ++seed) {
    const Image first = renderPicture(compose(seed), kSize),
                again = renderPicture(compose(seed), kSize);
    EXPECT_TRUE(first.samePixels(again)) << "seed " << seed;
    EXPECT_FALSE(first.samePixels(renderPicture(compose(seed + 1000), kSize))) << "seed " << seed;
  }
}

TEST(TrainingSceneRendering, LookingForInstancesDoesNotChangeThePicture) {
  for (uint64_t seed = 0; seed < 12; ++seed)
    EXPECT_TRUE(
        renderPicture(compose(seed), kSize).samePixels(render(compose(seed), kSize).picture));
}

TEST(TrainingSceneRendering, OneSceneAtTwoResolutionsIsOnePicture) {
  for (uint64_t seed = 0; seed < 12; ++seed) {
    WorldOptions world;
    world.styles = {1, 0, 0, 0, 0, 0};
    const Scene scene = compose(seed, world);
    const Image small = renderPicture(scene, kSize), large = renderPicture(scene, 2 * kSize);
    double sum = 0;
    for (int y = 0; y < kSize; ++y)
      for (size_t i = 0; i < kSize * 3; ++i) {
        const size_t x = i / 3, c = i % 3;
        const int average =
            (large.row8(2 * y)[6 * x + c] + large.row8(2 * y)[6 * x + 3 + c] +
             large.row8(2 * y + 1)[6 * x + c] + large.row8(2 * y + 1)[6 * x + 3 + c]) /
            4;
        sum += std::abs(average - small.row8(y)[i]);
      }
    EXPECT_LT(sum / (kSize * kSize * 3), 3.0) << "seed " << seed;
  }
}

TEST(TrainingSceneRendering, MaskIsWhereTheThingIsDrawn) {
  for (const KindFacts& facts : allKinds()) {
    const Scene scene = sceneOf(facts.kind, 5);
    ASSERT_EQ(scene.things.size(), 1u) << facts.word;
    Scene without = scene;
    without.things.clear();
    const Rendering with = render(scene, kSize);
    const Image empty = renderPicture(without, kSize);
    const Instance& instance = with.instances.at(0);
    const Box& box = scene.things[0].box;
    int covered = 0, changed = 0, strayed = 0;
    for (int y = 0; y < kSize; ++y)
      for (int x = 0; x < kSize; ++x) {
        const int moved = difference(with.picture, empty, x, y);
        if (instance.mask.row(y)[static_cast<size_t>(x)] == 255) {
          ++covered;
          changed += moved > 4;
        }
        // Shadows and glows reach beyond a thing, but not beyond its own size again.
        const float u = (static_cast<float>(x) + 0.5f) / kSize,
                    v = (static_cast<float>(y) + 0.5f) / kSize;
        const bool near = u > box.x - box.width - 0.05f && u < box.right() + box.width + 0.05f &&
                          v > box.y - 0.2f && v < box.bottom() + 0.08f;
        strayed += !near && moved > 0;
      }
    EXPECT_GT(covered, 60) << facts.word;
    EXPECT_GT(changed, covered * 7 / 10) << facts.word;
    EXPECT_EQ(strayed, 0) << facts.word;
  }
}

TEST(TrainingSceneRendering, BoxIsTheTightBoundOfTheMask) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    for (const Instance& instance : render(compose(seed), kSize).instances) {
      int left = kSize, right = 0, top = kSize, bottom = 0;
      for (int y = 0; y < kSize; ++y)
        for (int x = 0; x < kSize; ++x)
          if (instance.mask.row(y)[static_cast<size_t>(x)] >= 128) {
            left = std::min(left, x);
            right = std::max(right, x + 1);
            top = std::min(top, y);
            bottom = std::max(bottom, y + 1);
          }
      if (instance.box.empty()) {
        EXPECT_GE(left, right);
        EXPECT_FALSE(instance.visible);
      } else {
        EXPECT_EQ(instance.box, (Rect{left, top, right - left, bottom - top})) << "seed " << seed;
      }
    }
  }
}

TEST(TrainingSceneRendering, MasksOfOnePictureDoNotOverlap) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Rendering rendering = render(compose(seed), kSize);
    for (int y = 0; y < kSize; ++y)
      for (size_t x = 0; x < kSize; ++x) {
        int sum = 0;
        for (const Instance& instance : rendering.instances) sum += instance.mask.row(y)[x];
        ASSERT_LE(sum, 255) << "seed " << seed;
      }
  }
}

TEST(TrainingSceneRendering, HiddenThingIsNotVisible) {
  Scene scene = sceneOf(Kind::Ball, 3);
  Thing cube = scene.things[0];
  cube.kind = Kind::Cube;
  cube.box = {scene.things[0].box.x - 0.1f, scene.things[0].box.y - 0.1f,
              scene.things[0].box.width + 0.2f, scene.things[0].box.height + 0.2f};
  scene.things.push_back(cube);
  const Rendering rendering = render(scene, kSize);
  EXPECT_FALSE(rendering.instances[0].visible);
  EXPECT_TRUE(rendering.instances[1].visible);
}

TEST(TrainingSceneRendering, MirroredSceneIsTheMirroredPicture) {
  for (uint64_t seed = 0; seed < 24; ++seed) {
    WorldOptions world;
    world.styles = {1, 0, 0, 0, 0, 0};
    const Scene scene = compose(seed, world);
    const Image straight = renderPicture(scene, kSize),
                mirror = renderPicture(mirrored(scene), kSize);
    int wrong = 0;
    for (int y = 0; y < kSize; ++y)
      for (int x = 0; x < kSize; ++x)
        for (int c = 0; c < 3; ++c)
          wrong += std::abs(straight.row8(y)[static_cast<size_t>(x * 3 + c)] -
                            mirror.row8(y)[static_cast<size_t>((kSize - 1 - x) * 3 + c)]) > 12;
    // Edges may fall on the other side of a sample; nothing else may differ.
    EXPECT_LT(wrong, kSize * kSize * 3 / 50) << "seed " << seed;
  }
}

}  // namespace
}  // namespace pentimento::scenes
