#include "core/imaging/convert.h"

#include <gtest/gtest.h>

#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

TEST(ImagingConvert, DepthsRoundTrip) {
  const Image image = pictures::noise({31, 17}, ChannelLayout::Rgba, BitDepth::Eight, 1);
  const Image deep = toDepth(image, BitDepth::Sixteen);
  EXPECT_EQ(deep.row16(3)[5], image.row8(3)[5] * 257);
  EXPECT_TRUE(toDepth(deep, BitDepth::Eight).samePixels(image));
}

TEST(ImagingConvert, GreyRoundTripsThroughColour) {
  for (const BitDepth depth : {BitDepth::Eight, BitDepth::Sixteen}) {
    const Image grey = pictures::noise({9, 9}, ChannelLayout::Gray, depth, 2);
    const Image colour = toLayout(grey, ChannelLayout::Rgba);
    EXPECT_FALSE(hasTransparency(colour));
    EXPECT_TRUE(toLayout(colour, ChannelLayout::Gray).samePixels(grey));
  }
}

TEST(ImagingConvert, LumaIsRec709) {
  EXPECT_EQ(toLayout(pictures::even({1, 1}, 255, 0, 0), ChannelLayout::Gray).row8(0)[0], 54);
  EXPECT_EQ(toLayout(pictures::even({1, 1}, 0, 255, 0), ChannelLayout::Gray).row8(0)[0], 182);
  EXPECT_EQ(toLayout(pictures::even({1, 1}, 0, 0, 255), ChannelLayout::Gray).row8(0)[0], 18);
}

TEST(ImagingConvert, FlattensOverGrey) {
  Image image({1, 1}, ChannelLayout::GrayAlpha, BitDepth::Eight);
  image.writableRow8(0)[0] = 100;
  image.writableRow8(0)[1] = 51;  // a fifth
  EXPECT_TRUE(hasTransparency(image));
  EXPECT_EQ(flattened(image, 1.0).row8(0)[0], 224);
  EXPECT_EQ(flattened(image, 0.0).row8(0)[0], 20);
}

}  // namespace
}  // namespace pentimento
