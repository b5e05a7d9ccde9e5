#include "core/imaging/mask_operations.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

Mask grownByDefinition(const Mask& mask, int radius) {
  Mask result(mask.extent());
  for (int y = 0; y < mask.height(); ++y)
    for (int x = 0; x < mask.width(); ++x)
      for (int dy = -radius; dy <= radius; ++dy)
        for (int dx = -radius; dx <= radius; ++dx) {
          const int sx = x + dx, sy = y + dy;
          if (dx * dx + dy * dy > radius * radius || sx < 0 || sy < 0 || sx >= mask.width() ||
              sy >= mask.height())
            continue;
          result.writableRow(y)[x] = std::max(result.row(y)[x], mask.row(sy)[sx]);
        }
  return result;
}

TEST(ImagingMaskOperations, GrowsSoftMasksByTheExactDisc) {
  for (const Extent extent : {Extent{41, 37}, Extent{1, 30}, Extent{30, 1}, Extent{2, 9}})
    for (uint32_t seed = 0; seed < 6; ++seed)
      for (const int radius : {1, 2, 3, 5, 8, 60}) {
        const Mask mask = pictures::blotches(extent, seed);
        EXPECT_EQ(grown(mask, radius), grownByDefinition(mask, radius))
            << extent.width << "x" << extent.height << " seed " << seed << " radius " << radius;
      }
}

TEST(ImagingMaskOperations, ShrinkingIsGrowingTheRest) {
  const Mask mask = pictures::blotches({50, 40}, 3);
  EXPECT_EQ(grown(mask, -4), inverted(grownByDefinition(inverted(mask), 4)));
  EXPECT_EQ(grown(Mask({20, 20}, 255), -5), Mask({20, 20}, 255));  // no edge, nothing to shrink
}

TEST(ImagingMaskOperations, FeatherIsTheIntegralOfAGaussian) {
  for (const double width : {8.0, 32.0, 100.0, 400.0}) {
    const Mask soft = feathered(pictures::box({1200, 20}, {0, 0, 600, 20}), width);
    const double sigma = width / 4;
    for (int x = 0; x < 1200; ++x) {
      const double expected = 127.5 * std::erfc((x + 0.5 - 600) / (sigma * std::sqrt(2.0)));
      ASSERT_NEAR(soft.row(10)[x], expected, 2.5) << "width " << width << " at " << x;
    }
  }
}

TEST(ImagingMaskOperations, FeatherDoesNotFadeAtTheBorder) {
  EXPECT_EQ(feathered(Mask({64, 64}, 255), 40), Mask({64, 64}, 255));
}

TEST(ImagingMaskOperations, FillsEnclosedHolesOnly) {
  Mask ring = pictures::box({40, 40}, {5, 5, 20, 20});
  for (int y = 10; y < 20; ++y) std::ranges::fill(ring.writableRow(y).subspan(10, 10), uint8_t{0});
  EXPECT_EQ(withHolesFilled(ring), pictures::box({40, 40}, {5, 5, 20, 20}));
  for (int y = 10; y < 20; ++y) std::ranges::fill(ring.writableRow(y).subspan(0, 20), uint8_t{0});
  EXPECT_EQ(withHolesFilled(ring), ring);  // the hole is open to the left now
}

TEST(ImagingMaskOperations, Combine) {
  const Mask a = pictures::box({10, 4}, {0, 0, 6, 4}), b = pictures::box({10, 4}, {4, 0, 6, 4});
  EXPECT_EQ(combined(a, b, MaskCombination::Add), Mask({10, 4}, 255));
  EXPECT_EQ(combined(a, b, MaskCombination::Subtract), pictures::box({10, 4}, {0, 0, 4, 4}));
  EXPECT_EQ(combined(a, b, MaskCombination::Intersect), pictures::box({10, 4}, {4, 0, 2, 4}));
  EXPECT_THROW((void)combined(a, Mask({4, 4}), MaskCombination::Add), Error);
}

TEST(ImagingMaskOperations, CoverageAndDepth) {
  const Mask mask = pictures::box({20, 10}, {0, 0, 10, 10});
  EXPECT_DOUBLE_EQ(coverage(mask), 0.5);
  const auto depth = depthInside(mask);
  EXPECT_FLOAT_EQ(depth[9], 1);
  EXPECT_FLOAT_EQ(depth[0], 10);  // the border of the picture is no edge of the mask
  EXPECT_FLOAT_EQ(depth[10], 0);
}

TEST(ImagingMaskOperations, CropsBeyondTheMask) {
  const Mask mask = pictures::box({6, 6}, {0, 0, 3, 6});
  const Mask part = cropped(mask, {-2, -1, 6, 4}, 9);
  EXPECT_EQ(part.row(0)[3], 9);
  EXPECT_EQ(part.row(1)[1], 9);
  EXPECT_EQ(part.row(1)[2], 255);
  EXPECT_EQ(part.row(1)[5], 0);
}

}  // namespace
}  // namespace pentimento
