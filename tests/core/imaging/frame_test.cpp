#include "core/imaging/frame.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

/// A soft round spot, in every channel.
Image spot(Extent extent, Point centre, double sigma) {
  Image image(extent, ChannelLayout::Rgb, BitDepth::Sixteen);
  for (int y = 0; y < extent.height; ++y)
    for (int x = 0; x < extent.width * 3; ++x) {
      const double dx = x / 3 + 0.5 - centre.x, dy = y + 0.5 - centre.y;
      image.writableRow16(y)[x] =
          static_cast<uint16_t>(60000 * std::exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)));
    }
  return image;
}

Point centroid(const Image& image) {
  double sum = 0, sumX = 0, sumY = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      const double value = image.row16(y)[x * 3];
      sum += value;
      sumX += value * (x + 0.5);
      sumY += value * (y + 0.5);
    }
  return {sumX / sum, sumY / sum};
}

/// A position in the picture, in the model's picture.
Point seenAt(Point picture, const FrameTransform& transform) {
  return {(picture.x - transform.frame.x) * transform.model.width / transform.frame.width,
          (picture.y - transform.frame.y) * transform.model.height / transform.frame.height};
}

TEST(ImagingFrame, WhatGoesInAndOutLiesWhereItLay) {
  for (const Extent picture : {Extent{451, 451}, Extent{665, 665}, Extent{1177, 883}}) {
    const Rect frame{17, 29, picture.width - 40, picture.height - 60};
    const FrameTransform transform{frame, modelSizeFor(frame.extent(), {})};
    const Point where{picture.width * 0.43, picture.height * 0.57};
    const Image image = spot(picture, where, 9);

    const Image seen = extractFrame(image, transform);
    const Point expected = seenAt(where, transform);
    const Point found = centroid(seen);
    EXPECT_NEAR(found.x, expected.x, 0.05);
    EXPECT_NEAR(found.y, expected.y, 0.05);

    const Point back = centroid(restoreFrame(seen, transform));
    EXPECT_NEAR(back.x + frame.x, where.x, 0.05);
    EXPECT_NEAR(back.y + frame.y, where.y, 0.05);
  }
}

TEST(ImagingFrame, ModelSizesKeepAspectAndArea) {
  const ModelSizeRule rule{{512, 512}, 8, 0};
  EXPECT_EQ(modelSizeFor({451, 451}, rule), (Extent{512, 512}));
  EXPECT_EQ(modelSizeFor({4000, 4000}, rule), (Extent{512, 512}));
  const Extent wide = modelSizeFor({1177, 883}, rule);
  EXPECT_EQ(wide.width % 8, 0);
  EXPECT_EQ(wide.height % 8, 0);
  EXPECT_NEAR(static_cast<double>(wide.width) / wide.height, 1177.0 / 883, 0.03);
  EXPECT_NEAR(static_cast<double>(wide.area()), 512.0 * 512, 512 * 512 * 0.03);
  EXPECT_EQ(modelSizeFor({800, 800}, {{512, 512}, 64, 1024 * 1024}), (Extent{832, 832}));
  EXPECT_EQ(modelSizeFor({100000, 10}, rule).height, 8);
  EXPECT_THROW((void)modelSizeFor({0, 10}, rule), Error);
}

TEST(ImagingFrame, FollowsTheMaskWithPadding) {
  const FrameOptions options{.minimum = {64, 64}};
  const Rect frame = chooseFrame(pictures::box({2000, 1500}, {900, 700, 100, 60}), options);
  EXPECT_EQ(frame, (Rect{868, 668, 164, 124}));  // 32 pixels each side
  const Rect large = chooseFrame(pictures::box({4000, 4000}, {1000, 1000, 1000, 400}), options);
  EXPECT_EQ(large, (Rect{750, 750, 1500, 900}));  // half the mask's size as context
  const Rect small = chooseFrame(pictures::box({2000, 1500}, {0, 700, 10, 10}),
                                 FrameOptions{.minimum = {512, 512}});
  EXPECT_EQ(small, (Rect{0, 449, 512, 512}));  // grown to the model's size, moved inside
  EXPECT_EQ(
      chooseFrame(pictures::box({300, 200}, {10, 10, 20, 20}), FrameOptions{.minimum = {512, 512}}),
      (Rect{0, 0, 300, 200}));
}

TEST(ImagingFrame, LargeMasksSeeTheWholePicture) {
  const Mask mask = pictures::box({1000, 1000}, {0, 0, 1000, 410});
  EXPECT_EQ(chooseFrame(mask, {}), (Rect{0, 0, 1000, 1000}));
  EXPECT_NE(chooseFrame(mask, {.wholePictureShare = 2}), (Rect{0, 0, 1000, 1000}));
  EXPECT_EQ(chooseFrame(pictures::box({1000, 1000}, {1, 1, 9, 9}), {.wholePictureShare = 0}),
            (Rect{0, 0, 1000, 1000}));
}

TEST(ImagingFrame, ReflectsAndRepeatsBeyondThePicture) {
  Image image({4, 1}, ChannelLayout::Gray, BitDepth::Eight);
  for (int x = 0; x < 4; ++x) image.writableRow8(0)[x] = static_cast<uint8_t>(10 * (x + 1));
  const auto row = [](const Image& cut) {
    return std::vector<int>(cut.row8(0).begin(), cut.row8(0).end());
  };
  EXPECT_EQ(row(cropped(image, {-3, 0, 10, 1}, EdgeFill::Reflect)),
            (std::vector<int>{40, 30, 20, 10, 20, 30, 40, 30, 20, 10}));
  EXPECT_EQ(row(cropped(image, {-2, 0, 8, 1}, EdgeFill::Replicate)),
            (std::vector<int>{10, 10, 10, 20, 30, 40, 40, 40}));
  EXPECT_EQ(row(cropped(image, {6, 0, 2, 1}, EdgeFill::Reflect)), (std::vector<int>{10, 20}));
}

TEST(ImagingFrame, OutpaintingMasksWhatIsNew) {
  const Rect canvas{-10, 0, 40, 20};  // 10 to the left and 10 to the right of 20 x 20
  const Mask mask = outpaintMask({20, 20}, canvas, 3);
  EXPECT_EQ(mask.row(0)[12], 255);
  EXPECT_EQ(mask.row(0)[13], 0);
  EXPECT_EQ(mask.row(19)[26], 0);
  EXPECT_EQ(mask.row(19)[27], 255);
  const Image extended = extendCanvas(pictures::scenery({20, 20}), canvas);
  EXPECT_EQ(extended.extent(), canvas.extent());
  EXPECT_EQ(extended.row8(5)[10 * 3], pictures::scenery({20, 20}).row8(5)[0]);
}

}  // namespace
}  // namespace pentimento
