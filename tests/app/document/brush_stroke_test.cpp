// A stroke that is painted piece by piece, where it rose, is the stroke painted as a whole.
#include "app/document/brush_stroke.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace pentimento {
namespace {

constexpr QRect kCanvas(0, 0, 900, 700);

TilePlane paper() {
  TilePlane plane(4);
  std::vector<std::byte> row(size_t(kCanvas.width()) * 4);
  for (int y = 0; y < kCanvas.height(); ++y) {
    for (size_t i = 0; i < row.size(); ++i)
      row[i] = std::byte(i % 4 == 3 ? 255 : (i * 7 + size_t(y) * 13) & 255);
    plane.write(QRect(0, y, kCanvas.width(), 1), row.data(), row.size());
  }
  return plane;
}

TEST(BrushStroke, WhereItRoseIsAllThatMustBePainted) {
  std::mt19937 random(7);
  const auto number = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  const TilePlane before = paper();
  for (int round = 0; round < 12; ++round) {
    StrokeCoverage stroke(number(0, 10) / 10.0);
    TilePlane piecewise = before;
    QPointF at(number(0, 900), number(0, 700));
    for (int k = 0; k < 20; ++k) {
      const QRegion area =
          stroke.extend({at, double(number(1, 400)), number(1, 10) / 10.0}) & kCanvas;
      strokeColour(piecewise, before, stroke.plane(), area, BitDepth::Eight, Qt::red);
      at += QPointF(number(-40, 40), number(-40, 40));
    }
    TilePlane whole = before;
    strokeColour(whole, before, stroke.plane(), kCanvas, BitDepth::Eight, Qt::red);
    ASSERT_TRUE(piecewise.samePixels(whole)) << "round " << round;
    EXPECT_FALSE(whole.samePixels(before));
  }
}

TEST(BrushStroke, ALargeBrushThatMovesALittleTouchesItsFrontOnly) {
  StrokeCoverage stroke(0.9);
  stroke.extend({{450, 350}, 500, 1});
  qint64 pixels = 0;
  for (const QRect& part : stroke.extend({{452, 350}, 500, 1}))
    pixels += qint64(part.width()) * part.height();
  EXPECT_GT(pixels, 500 * 2);
  EXPECT_LT(pixels, 500 * 500 / 2);
}

TEST(BrushStroke, CoverageFollowsTheDistanceToTheAxis) {
  StrokeCoverage stroke(1.0);
  stroke.extend({{100, 100}, 40, 1});
  stroke.extend({{300, 100}, 40, 1});
  const auto at = [&](int x, int y) {
    std::byte value{};
    stroke.plane().read(QRect(x, y, 1, 1), &value, 1);
    return std::to_integer<int>(value);
  };
  for (const int x : {90, 150, 200, 310})
    for (const int y : {85, 100, 115}) {
      const double beyond = x < 100 ? 100 - (x + 0.5) : std::max(0.0, x + 0.5 - 300);
      const double distance = std::hypot(beyond, y + 0.5 - 100);
      // A hard edge, antialiased over one pixel.
      EXPECT_EQ(at(x, y), std::lround(std::clamp(20.5 - distance, 0.0, 1.0) * 255))
          << x << ' ' << y;
    }
  EXPECT_EQ(at(200, 125), 0);
}

TEST(BrushStroke, PressureThatGrowsInPlaceWidensTheDot) {
  StrokeCoverage stroke(1.0);
  stroke.extend({{100, 100}, 4, 1});
  EXPECT_FALSE(stroke.extend({{100, 100}, 40, 1}).isEmpty());
  std::byte value{};
  stroke.plane().read(QRect(112, 100, 1, 1), &value, 1);
  EXPECT_EQ(value, std::byte{255});
}

}  // namespace
}  // namespace pentimento
