// EXIF, XMP, character sets, orientation.
#include <gtest/gtest.h>

#include "core/base/utf8.h"
#include "core/imaging/exif.h"
#include "core/imaging/orientation.h"
#include "core/imaging/text_encoding.h"
#include "core/imaging/xmp.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

TEST(ImagingTextEncoding, KnowsTheThreeEncodings) {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8E\xA8";  // a é € 🎨
  EXPECT_EQ(utf16FromUtf8(text), std::string("\0a\0\xE9\x20\xAC\xD8\x3C\xDF\xA8", 10));
  EXPECT_EQ(utf8FromUtf16(utf16FromUtf8(text), ByteOrder::Big), text);
  EXPECT_EQ(latin1FromUtf8("a\xC3\xA9"), "a\xE9");
  EXPECT_EQ(latin1FromUtf8(text), std::nullopt);
  EXPECT_EQ(utf8FromLatin1("a\xE9"), "a\xC3\xA9");
  EXPECT_EQ(validUtf8(text), text);
}

TEST(ImagingTextEncoding, ReplacesWhatIsDamaged) {
  const std::string replacement = "\xEF\xBF\xBD";
  EXPECT_EQ(validUtf8("a\xFFz"), "a" + replacement + "z");
  EXPECT_EQ(validUtf8("\xC0\x80"), replacement + replacement);  // overlong
  EXPECT_EQ(validUtf8("\xE2\x82"), replacement + replacement);  // cut off
  EXPECT_EQ(utf8FromUtf16(std::string("\xD8\x3C", 2), ByteOrder::Big), replacement);
}

TEST(ImagingExif, UserCommentsGoAndComeBack) {
  const std::string text = "a couch \xE2\x82\xAC\nSteps: 20";
  EXPECT_EQ(exifUserComment(withExifUserComment("", text)), text);
  const std::string again = withExifUserComment(withExifUserComment("", "old"), text);
  EXPECT_EQ(exifUserComment(again), text);
  EXPECT_EQ(exifUserComment("garbage"), "");
}

TEST(ImagingExif, BlocksKeepTheirOtherEntries) {
  // Little endian: Orientation 8, and an EXIF directory with ExposureTime far away at its offset.
  std::string exif("II*\0\x08\0\0\0\x02\0", 10);
  exif += std::string("\x12\x01\x03\0\x01\0\0\0\x08\0\0\0", 12);
  exif += std::string("\x69\x87\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0", 16);        // → 38
  exif += std::string("\x01\0\x9A\x82\x05\0\x01\0\0\0\x38\0\0\0\0\0\0\0", 18);  // → 56
  exif += std::string("\x01\0\0\0\x0A\0\0\0", 8);
  const std::string changed = withExifUserComment(exif, "new");
  EXPECT_EQ(exifUserComment(changed), "new");
  EXPECT_EQ(exifOrientation(changed), 8);
  EXPECT_EQ(changed.substr(38, 26), exif.substr(38, 26));      // nothing moved
  EXPECT_NE(changed.find("\x9A\x82", 60), std::string::npos);  // and the new directory has it too
  EXPECT_EQ(exifOrientation(withUprightOrientation(changed)), 1);
}

TEST(ImagingExif, DamagedBlocksDoNoHarm) {
  std::mt19937 random(3);
  const std::string good = withExifUserComment("", "text that is there");
  for (int round = 0; round < 2000; ++round) {
    std::string bad = good;
    bad[random() % bad.size()] = static_cast<char>(random());
    bad.resize(random() % (bad.size() + 1));
    (void)exifOrientation(bad);
    (void)exifUserComment(withUprightOrientation(bad));
    EXPECT_EQ(exifUserComment(withExifUserComment(bad.substr(0, 3), "x")), "x");
  }
}

TEST(ImagingXmp, SaysWhereAPictureComesFrom) {
  const auto generated = DigitalSourceType::TrainedAlgorithmicMedia;
  const auto edited = DigitalSourceType::CompositeWithTrainedAlgorithmicMedia;
  const std::string fresh = withDigitalSourceType("", generated);
  EXPECT_NE(fresh.find("digitalsourcetype/trainedAlgorithmicMedia<"), std::string::npos);
  const std::string changed = withDigitalSourceType(fresh, edited);
  EXPECT_NE(changed.find("/compositeWithTrainedAlgorithmicMedia<"), std::string::npos);
  EXPECT_EQ(changed.find("/trainedAlgorithmicMedia"), std::string::npos);
  EXPECT_EQ(withDigitalSourceType(changed, generated), fresh);
}

TEST(ImagingXmp, KeepsWhatIsThere) {
  const std::string packet =
      "<x:xmpmeta><rdf:RDF><rdf:Description dc:title=\"Mine\"/></rdf:RDF></x:xmpmeta>";
  const std::string changed =
      withDigitalSourceType(packet, DigitalSourceType::TrainedAlgorithmicMedia);
  EXPECT_NE(changed.find("dc:title=\"Mine\""), std::string::npos);
  EXPECT_LT(changed.find("DigitalSourceType"), changed.find("</rdf:RDF>"));
  const std::string attribute =
      "<rdf:RDF><rdf:Description Iptc4xmpExt:DigitalSourceType=\"old\" a=\"b\"/></rdf:RDF>";
  EXPECT_EQ(
      withDigitalSourceType(attribute, DigitalSourceType::TrainedAlgorithmicMedia),
      "<rdf:RDF><rdf:Description Iptc4xmpExt:DigitalSourceType=\"http://cv.iptc.org/newscodes/"
      "digitalsourcetype/trainedAlgorithmicMedia\" a=\"b\"/></rdf:RDF>");
  EXPECT_EQ(withDigitalSourceType("no packet", DigitalSourceType::TrainedAlgorithmicMedia),
            "no packet");
}

TEST(ImagingXmp, MegabytesBetweenTwoQuotesDoNoHarm) {
  const std::string much(4 << 20, 'A');
  const auto type = DigitalSourceType::TrainedAlgorithmicMedia;
  const std::string attribute = "<rdf:RDF><d x:DigitalSourceType=\"" + much + "\"/></rdf:RDF>";
  const std::string changed = withDigitalSourceType(attribute, type);
  EXPECT_LT(changed.size(), 1000u);
  EXPECT_NE(changed.find("/trainedAlgorithmicMedia\"/>"), std::string::npos);
  const std::string element =
      "<rdf:RDF><x:DigitalSourceType>" + much + "</x:DigitalSourceType></rdf:RDF>";
  EXPECT_LT(withDigitalSourceType(element, type).size(), 1000u);
  EXPECT_EQ(withDigitalSourceType("</" + much, type), "</" + much);
}

TEST(ImagingOrientation, EachFollowsItsDefinition) {
  // Row 0 of what is stored is 1 2 3, row 1 is 4 5 6.
  Image stored({3, 2}, ChannelLayout::Gray, BitDepth::Eight);
  for (int i = 0; i < 6; ++i) stored.writableRow8(i / 3)[i % 3] = static_cast<uint8_t>(i + 1);
  // TIFF 6.0: what row 0 and column 0 of the stored pixels are in the picture.
  const std::vector<std::vector<int>> expected{
      {1, 2, 3, 4, 5, 6}, {3, 2, 1, 6, 5, 4}, {6, 5, 4, 3, 2, 1}, {4, 5, 6, 1, 2, 3},
      {1, 4, 2, 5, 3, 6}, {4, 1, 5, 2, 6, 3}, {6, 3, 5, 2, 4, 1}, {3, 6, 2, 5, 1, 4}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Image seen = uprighted(stored, orientation);
    EXPECT_EQ(seen.width(), orientation < 5 ? 3 : 2);
    std::vector<int> values;
    for (const std::byte byte : seen.bytes()) values.push_back(static_cast<int>(byte));
    EXPECT_EQ(values, expected[static_cast<size_t>(orientation - 1)]) << orientation;
  }
}

TEST(ImagingOrientation, HalfTurnsUndoThemselvesInEveryPixelSize) {
  for (const ChannelLayout layout :
       {ChannelLayout::Gray, ChannelLayout::GrayAlpha, ChannelLayout::Rgb, ChannelLayout::Rgba})
    for (const BitDepth depth : {BitDepth::Eight, BitDepth::Sixteen}) {
      const Image image = pictures::noise({13, 7}, layout, depth, 1);
      EXPECT_TRUE(uprighted(uprighted(image, 3), 3).samePixels(image));
      EXPECT_TRUE(uprighted(uprighted(image, 6), 8).samePixels(image));
    }
}

}  // namespace
}  // namespace pentimento
