#include "core/imaging/resize.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

const ResizeFilter kFilters[] = {ResizeFilter::Area, ResizeFilter::Bilinear, ResizeFilter::Bicubic,
                                 ResizeFilter::Lanczos};

TEST(ImagingResize, KeepsEvenColoursEven) {
  for (const ResizeFilter filter : kFilters) {
    for (const Extent to : {Extent{7, 130}, Extent{64, 31}, Extent{1, 1}, Extent{200, 300}}) {
      const Image image = resized(pictures::even({63, 40}, 17, 129, 250), to, filter);
      EXPECT_TRUE(image.samePixels(pictures::even(to, 17, 129, 250)));
    }
  }
}

TEST(ImagingResize, AreaOfWholeFactorsIsTheMean) {
  const Image image = pictures::noise({32, 24}, ChannelLayout::Rgb, BitDepth::Sixteen, 1);
  const Image half = resized(image, {16, 12}, ResizeFilter::Area);
  for (int y = 0; y < 12; ++y) {
    for (int x = 0; x < 16 * 3; ++x) {
      const int column = x / 3 * 6 + x % 3;
      const double mean = (image.row16(2 * y)[column] + image.row16(2 * y)[column + 3] +
                           image.row16(2 * y + 1)[column] + image.row16(2 * y + 1)[column + 3]) /
                          4.0;
      EXPECT_NEAR(half.row16(y)[x], mean, 1.0);
    }
  }
}

TEST(ImagingResize, DepthsAgree) {
  const Image eight = pictures::scenery({61, 47});
  Image sixteen({61, 47}, ChannelLayout::Rgb, BitDepth::Sixteen);
  for (int y = 0; y < 47; ++y)
    for (size_t i = 0; i < eight.row8(y).size(); ++i)
      sixteen.writableRow16(y)[i] = static_cast<uint16_t>(eight.row8(y)[i] * 257);
  for (const ResizeFilter filter : kFilters) {
    const Image a = resized(eight, {90, 20}, filter), b = resized(sixteen, {90, 20}, filter);
    for (int y = 0; y < 20; ++y)
      for (size_t i = 0; i < a.row8(y).size(); ++i)
        EXPECT_NEAR(a.row8(y)[i], b.row16(y)[i] / 257.0, 1.2);
  }
}

TEST(ImagingResize, InvisibleColoursDoNotBleed) {
  Image image({20, 10}, ChannelLayout::Rgba, BitDepth::Eight);
  for (int y = 0; y < 10; ++y) {
    const auto row = image.writableRow8(y);
    for (int x = 0; x < 20; ++x) {
      const bool visible = x < 10;
      row[x * 4] = visible ? 200 : 0;  // red here, green where nothing shows
      row[x * 4 + 1] = visible ? 0 : 255;
      row[x * 4 + 3] = visible ? 255 : 0;
    }
  }
  const Image small = resized(image, {7, 5}, ResizeFilter::Bicubic);
  for (int y = 0; y < 5; ++y) {
    for (int x = 0; x < 7; ++x) {
      if (small.row8(y)[x * 4 + 3] == 0) continue;
      EXPECT_EQ(small.row8(y)[x * 4], 200);
      EXPECT_EQ(small.row8(y)[x * 4 + 1], 0);
    }
  }
}

TEST(ImagingResize, RefusesTheImpossible) {
  EXPECT_THROW((void)resized(Image(), {4, 4}, ResizeFilter::Area), Error);
  EXPECT_THROW((void)resized(pictures::scenery({4, 4}), {0, 4}, ResizeFilter::Area), Error);
}

}  // namespace
}  // namespace pentimento
