#include "core/imaging/edit_masks.h"

#include <gtest/gtest.h>

#include "core/imaging/mask_operations.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

TEST(ImagingEditMasks, BlendLivesExactlyInTheEffectiveMask) {
  for (uint32_t seed = 0; seed < 10; ++seed) {
    for (const int blend : {0, 1, 25}) {
      const Mask painted = pictures::blotches({120, 90}, seed);
      const EditMaskOptions options{.blend = blend};
      const Mask effective = effectiveMask(painted, options);
      const EditMasks masks = makeEditMasks(painted, options);
      for (size_t i = 0; i < effective.values().size(); ++i)
        ASSERT_EQ(masks.blend.values()[i] > 0, effective.values()[i] > 0);
    }
  }
}

TEST(ImagingEditMasks, NothingIsShownThatWasNotRepainted) {
  for (uint32_t seed = 0; seed < 10; ++seed) {
    const Mask painted = pictures::blotches({120, 90}, seed);
    const Mask effective = effectiveMask(painted, {});
    const EditMasks masks = makeEditMasks(painted, {});
    for (size_t i = 0; i < effective.values().size(); ++i)
      ASSERT_GE(masks.model.values()[i], std::min(masks.blend.values()[i], effective.values()[i]));
  }
}

TEST(ImagingEditMasks, ThinStrokesAreRepaintedInFull) {
  const Mask stroke = pictures::box({200, 200}, {20, 95, 160, 6});
  const EditMasks masks = makeEditMasks(stroke, {});
  EXPECT_EQ(masks.blend.row(98)[100], 255);
  EXPECT_EQ(masks.model.row(98)[100], 255);
}

TEST(ImagingEditMasks, EdgesAreSoftInsideAndRiseEvenly) {
  const EditMasks masks = makeEditMasks(pictures::box({400, 400}, {100, 100, 200, 200}), {});
  const auto row = masks.blend.row(200);
  EXPECT_EQ(row[95], 0);
  EXPECT_GT(row[96], 0);  // grown by 4
  EXPECT_LT(row[96], 8);
  EXPECT_NEAR(row[96 + 12], 128, 8);
  EXPECT_EQ(row[96 + 25], 255);
  for (int x = 97; x < 200; ++x) EXPECT_GE(row[x], row[x - 1]);
  EXPECT_NEAR(masks.model.row(200)[96], 128, 8);  // centred on the outline
  EXPECT_EQ(masks.model.row(200)[200], 255);
}

TEST(ImagingEditMasks, BordersOfThePictureAreNoSeam) {
  const EditMasks masks = makeEditMasks(pictures::box({100, 100}, {0, 0, 60, 100}), {});
  EXPECT_EQ(masks.blend.row(50)[0], 255);
  EXPECT_EQ(masks.model.row(50)[0], 255);
}

TEST(ImagingEditMasks, NothingPaintedNothingChanges) {
  const EditMasks masks = makeEditMasks(Mask({30, 30}), {});
  EXPECT_TRUE(masks.blend.bounds().empty());
  EXPECT_TRUE(masks.model.bounds().empty());
}

}  // namespace
}  // namespace pentimento
