#include "core/imaging/composite.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/imaging/edit_masks.h"
#include "core/imaging/frame.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

const ChannelLayout kLayouts[] = {ChannelLayout::Gray, ChannelLayout::GrayAlpha, ChannelLayout::Rgb,
                                  ChannelLayout::Rgba};

/// Stands in for a model: sees the frame, answers with noise.
Image editOnce(const Image& original, const EditMasks& masks, const Rect& frame, uint32_t seed) {
  const FrameTransform transform{frame, modelSizeFor(frame.extent(), {{64, 64}, 8, 0})};
  const Image answer = pictures::noise(transform.model, ChannelLayout::Rgb, BitDepth::Eight, seed);
  return composite(original, restoreFrame(answer, transform), masks.blend, frame);
}

TEST(ImagingComposite, NothingOutsideTheMaskChanges) {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    const Extent extent{static_cast<int>(8 + random() % 120), static_cast<int>(8 + random() % 120)};
    const ChannelLayout layout = kLayouts[random() % 4];
    const BitDepth depth = random() % 2 ? BitDepth::Eight : BitDepth::Sixteen;
    const Image original = pictures::noise(extent, layout, depth, random());
    const Mask painted = pictures::blotches(extent, random());
    const EditMasks masks =
        makeEditMasks(painted, {.grow = static_cast<int>(random() % 5), .blend = 9});
    // Any frame, past the picture too.
    const Rect frame{static_cast<int>(random() % 40) - 20, static_cast<int>(random() % 40) - 20,
                     extent.width, extent.height};
    const Image edited = editOnce(original, masks, frame, random());
    ASSERT_EQ(edited.layout(), layout);
    ASSERT_EQ(edited.depth(), depth);
    EXPECT_EQ(countChangedOutside(original, edited, masks.blend), 0);
  }
}

TEST(ImagingComposite, NothingOutsideChangesAfterTwentyEdits) {
  for (const ChannelLayout layout : kLayouts) {
    for (const BitDepth depth : {BitDepth::Eight, BitDepth::Sixteen}) {
      const Image original = pictures::noise({91, 77}, layout, depth, 5);
      const EditMasks masks = makeEditMasks(pictures::box({91, 77}, {20, 30, 33, 21}), {});
      Image image = original;
      for (uint32_t cycle = 0; cycle < 20; ++cycle)
        image = editOnce(image, masks, {3, 5, 80, 70}, cycle);
      EXPECT_EQ(countChangedOutside(original, image, masks.blend), 0);
      EXPECT_FALSE(image.samePixels(original));
    }
  }
}

TEST(ImagingComposite, FullWeightIsTheResult) {
  const Image original = pictures::noise({40, 30}, ChannelLayout::Rgb, BitDepth::Eight, 1);
  const Image result = pictures::scenery({20, 10});
  const Image joined = composite(original, result, Mask({40, 30}, 255), {5, 6, 20, 10});
  for (int y = 0; y < 10; ++y)
    EXPECT_TRUE(std::ranges::equal(joined.row8(6 + y).subspan(15, 60), result.row8(y)));
  EXPECT_EQ(countChangedOutside(original, joined, pictures::box({40, 30}, {5, 6, 20, 10})), 0);
}

TEST(ImagingComposite, HalfWeightIsTheMiddle) {
  const Image joined =
      composite(pictures::even({4, 4}, 0, 100, 200), pictures::even({4, 4}, 255, 100, 0),
                Mask({4, 4}, 51), {0, 0, 4, 4});
  EXPECT_TRUE(joined.samePixels(pictures::even({4, 4}, 51, 100, 160)));
}

TEST(ImagingComposite, TransparentPartsBecomeVisible) {
  Image original({4, 4}, ChannelLayout::Rgba, BitDepth::Eight);  // all transparent black
  const Image joined =
      composite(original, pictures::even({4, 4}, 9, 8, 7), Mask({4, 4}, 255), {0, 0, 4, 4});
  EXPECT_EQ(joined.row8(2)[4 + 0], 9);
  EXPECT_EQ(joined.row8(2)[4 + 3], 255);
  const Image faint =
      composite(original, pictures::even({4, 4}, 9, 8, 7), Mask({4, 4}, 100), {0, 0, 4, 4});
  EXPECT_EQ(faint.row8(2)[4 + 0], 9);  // no black bleeds in
  EXPECT_EQ(faint.row8(2)[4 + 3], 100);
}

TEST(ImagingComposite, KeepsMetadata) {
  Image original = pictures::scenery({8, 8});
  original.metadata.setText("Author", "me");
  original.metadata.exif = "raw";
  const Image joined =
      composite(original, pictures::even({8, 8}, 1, 2, 3), Mask({8, 8}, 255), {0, 0, 8, 8});
  EXPECT_EQ(joined.metadata, original.metadata);
}

TEST(ImagingComposite, CountsEveryChangedPixelOutside) {
  const Image original = pictures::noise({33, 21}, ChannelLayout::Rgba, BitDepth::Sixteen, 3);
  Image changed = original;
  const Mask mask = pictures::box({33, 21}, {10, 0, 5, 21});
  const auto change = [&](int x, int y, int channel) {
    changed.writableRow16(y)[x * 4 + channel] ^= 1;  // the least that can change
  };
  change(0, 0, 0);
  change(32, 20, 3);
  change(9, 7, 2);
  change(9, 7, 1);   // the same pixel again
  change(12, 7, 1);  // allowed
  EXPECT_EQ(countChangedOutside(original, changed, mask), 3);
  EXPECT_THROW((void)countChangedOutside(original, changed, Mask({3, 3})), Error);
  EXPECT_THROW((void)countChangedOutside(original, pictures::scenery({33, 21}), mask), Error);
}

TEST(ImagingComposite, RefusesWhatDoesNotFit) {
  const Image original = pictures::scenery({8, 8});
  EXPECT_THROW((void)composite(original, original, Mask({7, 8}, 255), {0, 0, 8, 8}), Error);
  EXPECT_THROW((void)composite(original, original, Mask({8, 8}, 255), {0, 0, 9, 8}), Error);
}

}  // namespace
}  // namespace pentimento
