#include "core/imaging/colour_profile.h"

#include <gtest/gtest.h>

#include "core/imaging/composite.h"
#include "core/imaging/convert.h"
#include "tests/core/imaging/pictures.h"
#include "tests/core/imaging/profiles.h"

namespace pentimento {
namespace {

TEST(ImagingColourProfile, EmptyAndSrgbChangeNothing) {
  EXPECT_TRUE(ColourTransform("", "", ChannelLayout::Rgb, BitDepth::Eight).isIdentity());
  const Image image = pictures::scenery({64, 64});
  const Image tagged = withProfile(image, profiles::sRgb());
  EXPECT_EQ(tagged.metadata.iccProfile, profiles::sRgb());
  for (int y = 0; y < 64; ++y)
    for (size_t i = 0; i < image.row8(y).size(); ++i)
      ASSERT_NEAR(tagged.row8(y)[i], image.row8(y)[i], 1);
}

TEST(ImagingColourProfile, ConvertsByThePublishedMatrix) {
  Image image = pictures::even({2, 2}, 0, 255, 0);
  const Image wide = withProfile(image, profiles::wideGamut());
  // The green of sRGB in Adobe RGB (1998) is (144, 255, 60).
  EXPECT_NEAR(wide.row8(0)[0], 144, 1);
  EXPECT_NEAR(wide.row8(0)[1], 255, 1);
  EXPECT_NEAR(wide.row8(0)[2], 60, 1);
}

TEST(ImagingColourProfile, ModelColoursGoAndComeBack) {
  for (const BitDepth depth : {BitDepth::Eight, BitDepth::Sixteen}) {
    Image document =
        withProfile(toDepth(pictures::scenery({50, 40}), depth), profiles::wideGamut());
    document = toLayout(document, ChannelLayout::Rgba);
    const Image seen = toModelColours(document);
    EXPECT_EQ(seen.layout(), ChannelLayout::Rgb);
    EXPECT_TRUE(seen.metadata.iccProfile.empty());
    const Image back = fromModelColours(seen, document);
    EXPECT_EQ(back.layout(), document.layout());
    const Image a = toDepth(back, BitDepth::Eight), b = toDepth(document, BitDepth::Eight);
    for (int y = 0; y < 40; ++y)
      for (size_t i = 0; i < a.row8(y).size(); ++i) ASSERT_NEAR(a.row8(y)[i], b.row8(y)[i], 2);
  }
}

TEST(ImagingColourProfile, ResultsEnterTheDocumentsColours) {
  Image document = pictures::even({10, 10}, 200, 10, 10);
  document.metadata.iccProfile = profiles::wideGamut();
  const Mask mask = pictures::box({10, 10}, {2, 2, 5, 5});
  const Image joined =
      composite(document, pictures::even({10, 10}, 0, 255, 0), mask, {0, 0, 10, 10});
  EXPECT_NEAR(joined.row8(4)[4 * 3], 144, 1);
  EXPECT_EQ(countChangedOutside(document, joined, mask), 0);
  EXPECT_EQ(joined.metadata.iccProfile, document.metadata.iccProfile);
}

TEST(ImagingColourProfile, UnusableProfilesCountAsSrgb) {
  EXPECT_FALSE(isUsableProfile("garbage", ChannelLayout::Rgb));
  EXPECT_FALSE(isUsableProfile(profiles::wideGamut(), ChannelLayout::Gray));
  EXPECT_TRUE(isUsableProfile(profiles::wideGamut(), ChannelLayout::Rgba));
  Image image = pictures::scenery({5, 5});
  image.metadata.iccProfile = "garbage";
  EXPECT_TRUE(toModelColours(image).samePixels(pictures::scenery({5, 5})));
}

// An edit would fail at its end if a profile that only leads away from the picture were believed.
TEST(ImagingColourProfile, ProfilesWithoutAWayBackCountAsSrgb) {
  EXPECT_TRUE(isUsableProfile(profiles::tables(profiles::Ways::Both), ChannelLayout::Rgb));
  const std::string scanner = profiles::tables(profiles::Ways::Away);
  EXPECT_FALSE(isUsableProfile(scanner, ChannelLayout::Rgb));
  Image document = pictures::scenery({5, 5});
  document.metadata.iccProfile = scanner;
  const Image seen = toModelColours(document);
  EXPECT_TRUE(seen.samePixels(pictures::scenery({5, 5})));
  EXPECT_TRUE(fromModelColours(seen, document).samePixels(document));
}

}  // namespace
}  // namespace pentimento
