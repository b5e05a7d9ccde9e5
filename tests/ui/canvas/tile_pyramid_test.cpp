// What a view draws from, when there is no time for all of it.
#include "ui/canvas/tile_pyramid.h"

#include <gtest/gtest.h>

namespace pentimento {
namespace {

class LatePyramid : public testing::Test {
 protected:
  static constexpr int kLevel = 2;  // one tile of it lies over 4 x 4 of full size

  TilePyramid pyramid{[this](const QRect& area, quint32* pixels, size_t rowPixels) {
    ++filled;
    for (int y = 0; y < area.height(); ++y)
      std::fill_n(pixels + size_t(y) * rowPixels, area.width(), colour);
    return true;
  }};
  int frames() {
    int count = 0;
    do {
      pyramid.setDeadline(QDeadlineTimer(0));
      (void)pyramid.tile(kLevel, {0, 0});
      ++count;
    } while (pyramid.isLate() && count < 100);
    return count;
  }
  quint32 pixel(int x, int y) { return pyramid.tile(kLevel, {0, 0})[y * kTileSize + x]; }
  int filled = 0;
  quint32 colour = 0xff102030;
};

TEST_F(LatePyramid, ComesIntoViewBitByBit) {
  pyramid.setDeadline(QDeadlineTimer(0));
  (void)pyramid.tile(kLevel, {0, 0});
  EXPECT_EQ(filled, 1) << "some progress in any case";
  EXPECT_TRUE(pyramid.isLate());
  EXPECT_EQ(frames(), 15);
  EXPECT_EQ(filled, 16) << "nothing is made twice";
  for (const int at : {0, 100, 255}) EXPECT_EQ(pixel(at, 255 - at), colour);
}

TEST_F(LatePyramid, ShowsWhatWasThereUntilTheNewIsReady) {
  (void)frames();
  const quint32 old = std::exchange(colour, 0xff405060);
  pyramid.invalidate(QRect(0, 0, 1024, 1024));
  pyramid.setDeadline(QDeadlineTimer(0));
  (void)pyramid.tile(kLevel, {0, 0});
  EXPECT_TRUE(pyramid.isLate());
  EXPECT_EQ(pixel(255, 255), old);
  (void)frames();
  EXPECT_EQ(pixel(255, 255), colour);
  EXPECT_EQ(pixel(0, 0), colour);
}

TEST_F(LatePyramid, WithoutADeadlineAllOfItIsThereAtOnce) {
  EXPECT_EQ(pixel(255, 255), colour);
  EXPECT_FALSE(pyramid.isLate());
  EXPECT_EQ(filled, 16);
}

}  // namespace
}  // namespace pentimento
