#include "core/imaging/mask_shapes.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"
#include "core/imaging/mask_operations.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

double areaOf(const Mask& mask) {
  return coverage(mask) * static_cast<double>(mask.extent().area());
}

TEST(ImagingMaskShapes, RectanglesOnPixelEdgesAreExact) {
  EXPECT_EQ(rectangleMask({30, 20}, {4, 3}, {14, 10}), pictures::box({30, 20}, {4, 3, 10, 7}));
  EXPECT_EQ(rectangleMask({30, 20}, {14, 10}, {4, 3}), pictures::box({30, 20}, {4, 3, 10, 7}));
  EXPECT_EQ(rectangleMask({30, 20}, {-9, -9}, {99, 99}), Mask({30, 20}, 255));
  EXPECT_EQ(rectangleMask({30, 20}, {-9, 3}, {-2, 10}), Mask({30, 20}));
}

TEST(ImagingMaskShapes, EdgesBetweenPixelsAreCoveredByTheirShare) {
  const Mask mask = rectangleMask({10, 10}, {2.25, 2}, {5.5, 8});
  EXPECT_EQ(mask.row(4)[2], 191);  // 0.75
  EXPECT_EQ(mask.row(4)[3], 255);
  EXPECT_EQ(mask.row(4)[5], 128);  // 0.5
  EXPECT_EQ(mask.row(4)[6], 0);
}

TEST(ImagingMaskShapes, AreasAreThoseOfGeometry) {
  const Point triangle[] = {{10.3, 5.1}, {90.7, 40.2}, {33.3, 95.9}};
  const double expected = std::abs((90.7 - 10.3) * (95.9 - 5.1) - (33.3 - 10.3) * (40.2 - 5.1)) / 2;
  EXPECT_NEAR(areaOf(polygonMask({100, 100}, triangle)), expected, 0.3);
  EXPECT_NEAR(areaOf(ellipseMask({200, 100}, {20, 10}, {181, 91})), std::numbers::pi * 161 * 81 / 4,
              2.0);
  // Half of a circle lies beyond the border.
  EXPECT_NEAR(areaOf(ellipseMask({100, 100}, {-40, 10}, {40, 90})), std::numbers::pi * 800, 2.0);
}

TEST(ImagingMaskShapes, LoopsThatOverlapThemselvesStayFilled) {
  std::vector<Point> twice;
  for (int turn = 0; turn < 2; ++turn)
    for (const Point p : {Point{10, 10}, Point{30, 10}, Point{30, 30}, Point{10, 30}})
      twice.push_back(p);
  EXPECT_EQ(polygonMask({40, 40}, twice), pictures::box({40, 40}, {10, 10, 20, 20}));
}

TEST(ImagingMaskShapes, RefusesWhatIsNoPosition) {
  const Point points[] = {{0, 0}, {std::numeric_limits<double>::quiet_NaN(), 1}, {2, 2}};
  EXPECT_THROW((void)polygonMask({4, 4}, points), Error);
  EXPECT_EQ(polygonMask({4, 4}, {}), Mask({4, 4}));
}

}  // namespace
}  // namespace pentimento
