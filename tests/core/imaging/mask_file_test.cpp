#include "core/imaging/mask_file.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/imaging/convert.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

const Extent kExtent{20, 20};

Image greyOf(const Mask& mask) {
  Image image(mask.extent(), ChannelLayout::Gray, BitDepth::Eight);
  for (int y = 0; y < mask.height(); ++y)
    std::ranges::copy(mask.row(y), image.writableRow8(y).begin());
  return image;
}

TEST(ImagingMaskFile, WhiteIsWhereToEdit) {
  const Mask mask = pictures::box(kExtent, {5, 5, 6, 6});
  for (const ChannelLayout layout : {ChannelLayout::Gray, ChannelLayout::Rgb, ChannelLayout::Rgba})
    for (const BitDepth depth : {BitDepth::Eight, BitDepth::Sixteen}) {
      const auto read = maskFromImage(toLayout(toDepth(greyOf(mask), depth), layout),
                                      MaskConvention::WhiteIsEdit);
      EXPECT_EQ(read.mask, mask);
      EXPECT_EQ(read.note, "");
    }
}

TEST(ImagingMaskFile, TransparentIsWhereToEditForDalle) {
  Image image = toLayout(pictures::scenery(kExtent), ChannelLayout::Rgba);
  for (int y = 5; y < 11; ++y)
    for (int x = 5; x < 11; ++x) image.writableRow8(y)[x * 4 + 3] = 0;
  EXPECT_EQ(maskFromImage(image, MaskConvention::DalleAlpha).mask,
            pictures::box(kExtent, {5, 5, 6, 6}));
  EXPECT_THROW((void)maskFromImage(pictures::scenery(kExtent), MaskConvention::DalleAlpha), Error);
}

TEST(ImagingMaskFile, NotesWhatLooksUnintended) {
  const auto file = [](const Mask& mask) {
    return maskFromImage(greyOf(mask), MaskConvention::WhiteIsEdit);
  };
  EXPECT_NE(file(Mask(kExtent)).note.find("empty"), std::string::npos);
  EXPECT_NE(file(Mask(kExtent, 255)).note.find("whole"), std::string::npos);
  EXPECT_FALSE(file(Mask(kExtent, 255)).looksInverted);
  Mask inverted = pictures::box(kExtent, {5, 5, 6, 6});
  for (uint8_t& value : inverted.writableValues()) value = static_cast<uint8_t>(255 - value);
  EXPECT_TRUE(file(inverted).looksInverted);
  const MaskFile large = file(pictures::box(kExtent, {0, 0, 15, 20}));  // and meant
  EXPECT_EQ(large.note, "");
  EXPECT_FALSE(large.looksInverted);
}

}  // namespace
}  // namespace pentimento
