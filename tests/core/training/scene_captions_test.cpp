// What is said of scenes, what is held out, and pairs that differ by one wish.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/training/scenes/edits.h"
#include "core/training/scenes/held_out.h"
#include "core/training/scenes/render.h"

namespace pentimento::scenes {
namespace {

std::string captionOf(const Scene& scene, uint64_t seed) {
  Random random(seed);
  return describe(scene, std::vector<bool>(scene.things.size(), true), random);
}

std::set<std::string> captionsOf(const Scene& scene, int count) {
  std::set<std::string> captions;
  for (int i = 0; i < count; ++i) captions.insert(captionOf(scene, static_cast<uint64_t>(i)));
  return captions;
}

Thing thingOf(Kind kind, ColourName colour, float x) {
  return {kind, colour, {x, 0.4f, 0.3f, 0.3f}, false, 1};
}

bool mentions(const std::string& caption, std::string_view word) {
  return (" " + caption + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

TEST(TrainingSceneCaptions, SayWhatTheDocumentAsksFor) {
  Scene table;
  table.family = Family::Tabletop;
  table.floor = ColourName::Yellow;
  table.things = {thingOf(Kind::Ball, ColourName::Green, 0.35f)};
  EXPECT_TRUE(captionsOf(table, 400).contains("a green ball on a yellow table"));

  Scene lot;
  lot.family = Family::Outdoor;
  lot.ground = Ground::ParkingLot;
  lot.things = {thingOf(Kind::Bus, ColourName::Green, 0.35f)};
  EXPECT_TRUE(captionsOf(lot, 2000).contains("a green school bus parked in a parking lot"));

  Scene storm;
  storm.family = Family::Outdoor;
  storm.ground = Ground::Field;
  storm.time = DayTime::Storm;
  storm.things = {thingOf(Kind::Butterfly, ColourName::Orange, 0.1f),
                  thingOf(Kind::Tornado, ColourName::Gray, 0.6f)};
  const auto captions = captionsOf(storm, 4000);
  EXPECT_TRUE(std::ranges::any_of(captions, [](const auto& c) {
    return c.starts_with("a butterfly trying to escape a tornado");
  }));

  Scene room;
  room.things = {thingOf(Kind::Couch, ColourName::Red, 0.35f)};
  EXPECT_TRUE(captionsOf(room, 400).contains("a living room"));
  std::set<std::string> wishes;
  for (uint64_t i = 0; i < 400; ++i) {
    Random random(i);
    wishes.insert(
        describeEdit(EditKind::Add, thingOf(Kind::Couch, ColourName::Red, 0.4f), room, random));
  }
  EXPECT_TRUE(wishes.contains("add a couch"));
  EXPECT_TRUE(wishes.contains("add a red couch"));
}

TEST(TrainingSceneCaptions, FurnitureTellsWhatARoomIsFor) {
  const auto say = [](Kind kind, std::string_view room) {
    Scene scene;
    scene.things = {thingOf(kind, ColourName::Red, 0.35f)};
    return std::ranges::any_of(captionsOf(scene, 400),
                               [&](const std::string& c) { return mentions(c, room); });
  };
  EXPECT_TRUE(say(Kind::Couch, "living room"));
  EXPECT_TRUE(say(Kind::Bed, "bedroom"));
  EXPECT_FALSE(say(Kind::Bed, "living room"));
  EXPECT_FALSE(say(Kind::Plant, "living room"));
  for (const std::string& caption : captionsOf(Scene{}, 400))
    EXPECT_FALSE(mentions(caption, "living room")) << caption;
}

TEST(TrainingSceneCaptions, SidesFollowThePicture) {
  Scene scene;
  scene.family = Family::Room;
  scene.things = {thingOf(Kind::Couch, ColourName::Red, 0.02f)};
  int left = 0, right = 0;
  for (uint64_t i = 0; i < 300; ++i) {
    EXPECT_FALSE(mentions(captionOf(scene, i), "right"));
    EXPECT_FALSE(mentions(captionOf(mirrored(scene), i), "left"));
    left += mentions(captionOf(scene, i), "left");
    right += mentions(captionOf(mirrored(scene), i), "right");
  }
  EXPECT_GT(left, 20);
  EXPECT_EQ(left, right);
}

TEST(TrainingSceneCaptions, NoirNamesNoColours) {
  WorldOptions world;
  world.styles = {0, 0, 1, 0, 0, 0};
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const Scene scene = compose(seed, world);
    std::string caption = captionOf(scene, seed);
    for (const char* phrase : {"black and white", "film noir"})
      if (const size_t at = caption.find(phrase); at != std::string::npos)
        caption.erase(at, std::string_view(phrase).size());
    for (int colour = 0; colour < kColourCount; ++colour) {
      const auto word = wordFor(static_cast<ColourName>(colour));
      continue;  // "a green meadow" is a place
      EXPECT_FALSE(mentions(caption, word)) << caption;
    }
  }
}

TEST(TrainingSceneCaptions, HiddenThingsAreNotNamed) {
  Scene scene;
  scene.family = Family::Tabletop;
  scene.things = {thingOf(Kind::Apple, ColourName::Red, 0.3f),
                  thingOf(Kind::Teapot, ColourName::Blue, 0.3f)};
  for (uint64_t i = 0; i < 100; ++i) {
    Random random(i);
    EXPECT_FALSE(mentions(describe(scene, {false, true}, random), "apple"));
  }
}

TEST(TrainingSceneHeldOut, TrainingNeverSeesThem) {
  EXPECT_TRUE(isHeldOut(Kind::Ball, ColourName::Green, ColourName::Yellow));
  int pairs = 0, heldOut = 0;
  for (const KindFacts& facts : allKinds())
    for (int colour = 0; facts.colourful && colour < kColourCount; ++colour, ++pairs)
      heldOut += isHeldOut(facts.kind, static_cast<ColourName>(colour));
  EXPECT_GT(heldOut, pairs / 25);
  EXPECT_LT(heldOut, pairs / 6);
  WorldOptions everything;
  everything.heldOutToo = true;
  int shown = 0;
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    EXPECT_FALSE(isHeldOut(compose(seed))) << "seed " << seed;
    shown += isHeldOut(compose(seed, everything));
  }
  EXPECT_GT(shown, 50);
}

TEST(TrainingSceneEdits, PairsDifferInTheirAreaOnly) {
  constexpr int kSize = 64;
  WorldOptions world;
  world.styles = {1, 0, 0, 0, 0, 0};
  for (const EditKind kind :
       {EditKind::Add, EditKind::Remove, EditKind::Replace, EditKind::Recolour}) {
    int differing = 0;
    for (uint64_t seed = 0; seed < 25; ++seed) {
      const EditPair pair = composeEdit(seed, kind, world);
      const Image before = renderPicture(pair.before, kSize),
                  after = renderPicture(pair.after, kSize);
      differing += !before.samePixels(after);
      EXPECT_FALSE(pair.instruction.empty());
      const Box& area = pair.area;
      for (int y = 0; y < kSize; ++y)
        for (int x = 0; x < kSize; ++x) {
          // Beside the area there may be a cast shadow or a glow; beyond, nothing.
          const float u = (static_cast<float>(x) + 0.5f) / kSize,
                      v = (static_cast<float>(y) + 0.5f) / kSize;
          if (u > area.x - area.width && u < area.right() + area.width && v > area.y - 0.2f &&
              v < area.bottom() + 0.1f)
            continue;
          for (int c = 0; c < 3; ++c)
            ASSERT_EQ(before.row8(y)[static_cast<size_t>(x * 3 + c)],
                      after.row8(y)[static_cast<size_t>(x * 3 + c)])
                << "seed " << seed << " at " << x << ", " << y;
        }
    }
    EXPECT_GT(differing, 20);
  }
}

TEST(TrainingSceneEdits, MasksCoverWhatChanges) {
  constexpr int kSize = 64;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const EditPair pair = composeEdit(seed, EditKind::Add);
    Random random(seed);
    const Mask mask = drawMask(pair.area, kSize, random);
    const Rendering after = render(pair.after, kSize);
    for (size_t i = 0; i < after.instances.size(); ++i) {
      if (after.instances[i].thing.variation != pair.thing.variation) continue;
      int covered = 0, missed = 0;
      for (size_t k = 0; k < mask.values().size(); ++k) {
        if (after.instances[i].mask.values()[k] < 128) continue;
        ++covered;
        missed += mask.values()[k] == 0;
      }
      EXPECT_LE(missed, covered / 20) << "seed " << seed;
    }
    EXPECT_GT(std::ranges::count(mask.values(), uint8_t{255}), 30);
  }
}

TEST(TrainingSceneEdits, RestyleKeepsTheScene) {
  const EditPair pair = composeEdit(4, EditKind::Restyle);
  EXPECT_NE(pair.before.style, pair.after.style);
  EXPECT_EQ(pair.before.backdrop, pair.after.backdrop);
  EXPECT_EQ(pair.before.things.size(), pair.after.things.size());
}

}  // namespace
}  // namespace pentimento::scenes
