// Colour difference, colour match and seam measures.
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/imaging/colour_match.h"
#include "core/imaging/composite.h"
#include "core/imaging/convert.h"
#include "core/imaging/edit_masks.h"
#include "core/imaging/lab.h"
#include "tests/core/imaging/delta_e.h"
#include "tests/core/imaging/pictures.h"
#include "tests/core/imaging/seam.h"

namespace pentimento {
namespace {

const Extent kExtent{256, 200};
const Rect kWhole{0, 0, 256, 200};
const Rect kPainted{80, 60, 90, 70};

/// What an autoencoder does to a picture, exaggerated: a cast, more to the right than to the left.
Image drifted(const Image& image) {
  Image result = image;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      uint8_t* pixel = result.writableRow8(y).data() + x * 3;
      pixel[0] = static_cast<uint8_t>(std::min(255, pixel[0] + 9 + 8 * x / image.width()));
      pixel[2] = static_cast<uint8_t>(std::max(0, pixel[2] - 12));
    }
  return result;
}

TEST(ImagingColourDifference, AgreesWithThePublishedPairs) {
  // Sharma, Wu, Dalal 2005, table 1: pairs 1, 4, 7, 9, 13, 16, 17, 21, 25, 29, 33.
  struct Pair {
    Lab a, b;
    double expected;
  };
  const Pair pairs[] = {{{50, 2.6772f, -79.7751f}, {50, 0, -82.7485f}, 2.0425},
                        {{50, -1.3802f, -84.2814f}, {50, 0, -82.7485f}, 1.0000},
                        {{50, 0, 0}, {50, -1, 2}, 2.3669},
                        {{50, 2.49f, -0.001f}, {50, -2.49f, 0.0009f}, 7.1792},
                        {{50, -0.001f, 2.49f}, {50, 0.0009f, -2.49f}, 4.8045},
                        {{50, 2.5f, 0}, {50, 0, -2.5f}, 4.3065},
                        {{50, 2.5f, 0}, {73, 25, -18}, 27.1492},
                        {{50, 2.5f, 0}, {50, 3.1736f, 0.5854f}, 1.0000},
                        {{60.2574f, -34.0099f, 36.2677f}, {60.4626f, -34.1751f, 39.4387f}, 1.2644},
                        {{22.7233f, 20.0904f, -46.6940f}, {23.0331f, 14.9730f, -42.5619f}, 2.0373},
                        {{6.7747f, -0.2908f, -2.4247f}, {5.8714f, -0.0985f, -2.2286f}, 0.6377}};
  for (const Pair& pair : pairs) {
    EXPECT_NEAR(deltaE2000(pair.a, pair.b), pair.expected, 1e-4);
    EXPECT_NEAR(deltaE2000(pair.b, pair.a), pair.expected, 1e-4);
  }
}

TEST(ImagingColourDifference, LabGoesAndComesBack) {
  const Image image = pictures::scenery(kExtent);
  const Image back = fromLab(toLab(image), kExtent, BitDepth::Eight);
  for (int y = 0; y < kExtent.height; ++y)
    for (size_t i = 0; i < image.row8(y).size(); ++i)
      ASSERT_NEAR(back.row8(y)[i], image.row8(y)[i], 1);
  const Lab white = toLab(pictures::even({1, 1}, 255, 255, 255))[0];
  EXPECT_NEAR(white[0], 100, 0.01);
  EXPECT_NEAR(white[1], 0, 0.1);
}

TEST(ImagingColourMatch, TakesADriftBack) {
  const Image original = pictures::scenery(kExtent);
  const Mask mask = pictures::box(kExtent, kPainted);
  const Image result = drifted(original);
  const double before = ringDifference(result, original, mask);
  const double after = ringDifference(matchColours(result, original, mask), original, mask);
  EXPECT_GT(before, 3.0);
  EXPECT_LT(after, 1.0);
}

TEST(ImagingColourMatch, IsNotMovedByAnObjectAtTheEdge) {
  const Image original = pictures::scenery(kExtent);
  const Mask mask = pictures::box(kExtent, kPainted);
  Image result = drifted(original);
  for (int y = 100; y < 150; ++y)  // something new, a fifth of the ring
    for (int x = 150; x < 200; ++x) {
      uint8_t* pixel = result.writableRow8(y).data() + x * 3;
      pixel[0] = pixel[1] = pixel[2] = 5;
    }
  const Image matched = matchColours(result, original, mask);
  EXPECT_LT(ringDifference(matched, original, mask), 1.0);
}

TEST(ImagingColourMatch, LeavesResultsWithoutSurroundingsAlone) {
  const Image original = pictures::scenery(kExtent);
  EXPECT_TRUE(
      matchColours(drifted(original), original, Mask(kExtent, 255)).samePixels(drifted(original)));
  EXPECT_THROW((void)matchColours(original, original, Mask({2, 2})), Error);
}

TEST(ImagingSeam, EditsOfFlatAndGradientPicturesAreInvisible) {
  for (const Image& original :
       {pictures::even(kExtent, 128, 128, 128), pictures::scenery(kExtent)}) {
    for (const BitDepth depth : {BitDepth::Eight, BitDepth::Sixteen}) {
      const Image document = toDepth(original, depth);
      const EditMasks masks = makeEditMasks(pictures::box(kExtent, kPainted), {});
      const Image matched = matchColours(drifted(original), original, masks.blend);
      const Image edited = composite(document, matched, masks.blend, kWhole);
      EXPECT_LE(ringDifference(edited, document, masks.blend), 1.0);
      EXPECT_LE(seamStep(edited, masks.blend), 1.0);
      EXPECT_EQ(countChangedOutside(document, edited, masks.blend), 0);
    }
  }
}

TEST(ImagingSeam, StepsAreSeenAndGradientsAreNot) {
  const Mask mask = pictures::box(kExtent, kPainted);
  EXPECT_LT(seamStep(pictures::scenery(kExtent), mask), 0.3);
  const Image hard = composite(pictures::even(kExtent, 128, 128, 128),
                               pictures::even(kExtent, 138, 138, 138), mask, kWhole);
  const double step = deltaE2000(toLab(pictures::even({1, 1}, 128, 128, 128))[0],
                                 toLab(pictures::even({1, 1}, 138, 138, 138))[0]);
  EXPECT_NEAR(seamStep(hard, mask), step, 0.05);
  EXPECT_EQ(seamStep(hard, Mask(kExtent)), 0);
}

}  // namespace
}  // namespace pentimento
