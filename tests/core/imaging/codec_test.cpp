#include "core/imaging/codec.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/error.h"
#include "core/imaging/convert.h"
#include "core/imaging/exif.h"
#include "tests/core/imaging/pictures.h"
#include "tests/core/imaging/profiles.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

const ChannelLayout kLayouts[] = {ChannelLayout::Gray, ChannelLayout::GrayAlpha, ChannelLayout::Rgb,
                                  ChannelLayout::Rgba};
const BitDepth kDepths[] = {BitDepth::Eight, BitDepth::Sixteen};

ImageMetadata fullMetadata() {
  ImageMetadata metadata;
  metadata.iccProfile = profiles::sRgb();
  metadata.texts = {{"Title", "plain"},
                    {"parameters", "a couch, 3 \xE2\x82\xAC\nSteps: 20, Seed: 1"},
                    {"workflow", "{\"a\": 1}"}};
  metadata.exif = withExifUserComment("", "hello");
  metadata.xmp = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>";
  metadata.pixelsPerInch = 300;
  return metadata;
}

TEST(ImagingCodec, LosslessFormatsKeepEverySample) {
  for (const ImageFormat format : {ImageFormat::Png, ImageFormat::Tiff})
    for (const ChannelLayout layout : kLayouts)
      for (const BitDepth depth : kDepths)
        for (const int compression : {0, 1, 6}) {
          const Image image = pictures::noise({37, 23}, layout, depth, 4);
          const auto bytes = encodeImage(image, format, {.compression = compression});
          EXPECT_EQ(detectImageFormat(bytes), format);
          EXPECT_TRUE(decodeImage(bytes, "it").samePixels(image))
              << toString(format) << " " << image.channels() << " channels";
        }
}

TEST(ImagingCodec, LosslessWebpKeepsColoursUnderTransparency) {
  for (const ChannelLayout layout : {ChannelLayout::Rgb, ChannelLayout::Rgba}) {
    const Image image = pictures::noise({37, 23}, layout, BitDepth::Eight, 5);
    const auto bytes = encodeImage(image, ImageFormat::Webp, {.lossless = true});
    EXPECT_TRUE(decodeImage(bytes, "it").samePixels(image));
  }
}

TEST(ImagingCodec, LossyFormatsComeClose) {
  const Image image = pictures::scenery({120, 90});
  for (const ImageFormat format : {ImageFormat::Jpeg, ImageFormat::Webp}) {
    const Image back = decodeImage(encodeImage(image, format, {.quality = 95}), "it");
    ASSERT_EQ(back.extent(), image.extent());
    for (int y = 0; y < image.height(); ++y)
      for (size_t i = 0; i < image.row8(y).size(); ++i)
        ASSERT_NEAR(back.row8(y)[i], image.row8(y)[i], 14);
  }
}

TEST(ImagingCodec, JpegHasNoAlphaAndEightBits) {
  Image image({16, 16}, ChannelLayout::Rgba, BitDepth::Sixteen);  // transparent: white
  const Image back = decodeImage(encodeImage(image, ImageFormat::Jpeg), "it");
  EXPECT_EQ(back.layout(), ChannelLayout::Rgb);
  EXPECT_EQ(back.row8(8)[24], 255);
  const Image grey = pictures::noise({16, 16}, ChannelLayout::Gray, BitDepth::Eight, 1);
  EXPECT_EQ(decodeImage(encodeImage(grey, ImageFormat::Jpeg), "it").layout(), ChannelLayout::Gray);
}

TEST(ImagingCodec, PngKeepsAllMetadataInOrder) {
  Image image = pictures::scenery({8, 8});
  image.metadata = fullMetadata();
  image.metadata.exif = withExifUserComment("", image.metadata.texts[1].second);
  image.metadata.pngChunks = {{"prVt", std::string("\0\1raw", 5)}};
  const auto bytes = encodeImage(image, ImageFormat::Png);
  EXPECT_EQ(decodeImage(bytes, "it").metadata, image.metadata);
  EXPECT_EQ(decodePngMetadata(bytes, "it"), image.metadata);
  const std::string_view file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  EXPECT_NE(file.find("tEXtTitle"), file.npos);       // Latin-1 suffices
  EXPECT_NE(file.find("iTXtparameters"), file.npos);  // a euro sign
}

TEST(ImagingCodec, LatinOneTextsAreReadAsSuch) {
  Image image = pictures::scenery({4, 4});
  image.metadata.setText("Author", "Andr\xC3\xA9");
  const auto bytes = encodeImage(image, ImageFormat::Png);
  const std::string_view file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  EXPECT_NE(file.find(std::string_view("tEXtAuthor\0Andr\xE9", 16)), file.npos);
  EXPECT_EQ(*decodeImage(bytes, "it").metadata.text("Author"), "Andr\xC3\xA9");
}

TEST(ImagingCodec, OtherFormatsKeepWhatTheyCanHold) {
  for (const ImageFormat format : {ImageFormat::Jpeg, ImageFormat::Webp, ImageFormat::Tiff}) {
    Image image = pictures::scenery({32, 32});
    image.metadata = fullMetadata();
    const ImageMetadata back = decodeImage(encodeImage(image, format), "it").metadata;
    EXPECT_EQ(back.iccProfile, image.metadata.iccProfile) << toString(format);
    EXPECT_EQ(back.xmp, image.metadata.xmp) << toString(format);
    ASSERT_NE(back.text("parameters"), nullptr) << toString(format);
    EXPECT_EQ(*back.text("parameters"), *image.metadata.text("parameters"));
    if (format != ImageFormat::Webp) EXPECT_NEAR(back.pixelsPerInch, 300, 0.1);
  }
}

/// A little-endian block with one orientation entry.
std::string orientedExif(char orientation) {
  std::string exif("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18);
  return exif + orientation + std::string(7, '\0');
}

TEST(ImagingCodec, OrientationIsAppliedOnce) {
  Image image = pictures::even({40, 24}, 0, 0, 0);
  for (int y = 0; y < 8; ++y)  // a white corner, top left
    std::ranges::fill(image.writableRow8(y).subspan(0, 24), uint8_t{255});
  image.metadata.exif = orientedExif(6);  // to be turned clockwise
  for (const ImageFormat format : {ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Webp}) {
    const Image once = decodeImage(encodeImage(image, format), "it");
    EXPECT_EQ(once.extent(), (Extent{24, 40})) << toString(format);
    EXPECT_GT(once.row8(3)[20 * 3], 200) << toString(format);  // now top right
    EXPECT_LT(once.row8(3)[3 * 3], 50) << toString(format);
    EXPECT_EQ(exifOrientation(once.metadata.exif), 1);
    EXPECT_EQ(decodeImage(encodeImage(once, format), "it").extent(), once.extent());
  }
}

class ImagingCodecFiles : public testing::Test {
 protected:
  void SetUp() override {
    m_folder = fs::path(PENTIMENTO_TEST_TMP) / "codec";
    fs::remove_all(m_folder);
    fs::create_directories(m_folder);
  }
  fs::path m_folder;
};

TEST_F(ImagingCodecFiles, FormatFollowsTheNameWhenWritingAndTheContentWhenReading) {
  const Image image = pictures::scenery({10, 10});
  writeImage(m_folder / "a.TIFF", image, {}, IfExists::Refuse);
  fs::rename(m_folder / "a.TIFF", m_folder / "a.png");
  EXPECT_TRUE(readImage(m_folder / "a.png").samePixels(image));
  EXPECT_THROW(writeImage(m_folder / "a.png", image, {}, IfExists::Refuse), Error);
  EXPECT_NO_THROW(writeImage(m_folder / "a.png", image, {}, IfExists::Replace));
  EXPECT_THROW(writeImage(m_folder / "a.bmp", image, {}, IfExists::Replace), Error);
  EXPECT_THROW((void)readImage(m_folder / "missing.png"), Error);
}

}  // namespace
}  // namespace pentimento
