#include "core/imaging/prefill.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/imaging/composite.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

const Rect kHole{20, 25, 30, 20};
const Extent kExtent{80, 70};

/// Left to right from 50 to 200 in each channel.
Image gradient() {
  Image image(kExtent, ChannelLayout::Rgb, BitDepth::Eight);
  for (int y = 0; y < kExtent.height; ++y)
    for (int x = 0; x < kExtent.width * 3; ++x)
      image.writableRow8(y)[x] = static_cast<uint8_t>(50 + 150 * (x / 3) / kExtent.width);
  return image;
}

Image withHole(Image image) {
  for (int y = kHole.y; y < kHole.bottom(); ++y)
    std::ranges::fill(image.writableRow8(y).subspan(kHole.x * 3, kHole.width * 3), uint8_t{255});
  return image;
}

TEST(ImagingPrefill, ContinuesGradientsIntoTheHole) {
  const Mask mask = pictures::box(kExtent, kHole);
  for (const Image& filled : {prefilledFromSurroundings(withHole(gradient()), mask),
                              prefilledWithBlur(withHole(gradient()), mask)}) {
    const Image expected = gradient();
    EXPECT_EQ(countChangedOutside(expected, filled, mask), 0);
    for (int y = 0; y < kExtent.height; ++y)
      for (size_t i = 0; i < expected.row8(y).size(); ++i)
        ASSERT_NEAR(filled.row8(y)[i], expected.row8(y)[i], 16) << i / 3 << "," << y;
  }
}

TEST(ImagingPrefill, NoiseDependsOnTheSeedAlone) {
  const Mask mask = pictures::box(kExtent, kHole);
  const Image one = prefilledWithNoise(gradient(), mask, {1});
  EXPECT_TRUE(one.samePixels(prefilledWithNoise(gradient(), mask, {1})));
  EXPECT_FALSE(one.samePixels(prefilledWithNoise(gradient(), mask, {2})));
  EXPECT_EQ(countChangedOutside(gradient(), one, mask), 0);
}

TEST(ImagingPrefill, PartlyMaskedPixelsKeepTheirShare) {
  const Image image = pictures::even(kExtent, 100, 100, 100);
  Mask faint(kExtent);
  faint.writableRow(10)[10] = 1;
  EXPECT_NEAR(prefilledWithNoise(image, faint, {3}).row8(10)[30], 100, 1);
}

TEST(ImagingPrefill, AWholePictureBecomesItsMean) {
  const Image filled = prefilledWithBlur(pictures::even(kExtent, 7, 8, 9), Mask(kExtent, 255));
  EXPECT_TRUE(filled.samePixels(pictures::even(kExtent, 7, 8, 9)));
  EXPECT_TRUE(prefilledFromSurroundings(pictures::even(kExtent, 7, 8, 9), Mask(kExtent, 255))
                  .samePixels(filled));
}

TEST(ImagingPrefill, RefusesOtherPictures) {
  EXPECT_THROW((void)prefilledWithBlur(gradient(), Mask({3, 3})), Error);
  EXPECT_THROW(
      (void)prefilledWithBlur(Image(kExtent, ChannelLayout::Rgba, BitDepth::Eight), Mask(kExtent)),
      Error);
}

}  // namespace
}  // namespace pentimento
