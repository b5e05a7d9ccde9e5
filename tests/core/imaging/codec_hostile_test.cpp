// Files that are damaged, or made to exhaust memory. All are built here and small.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <fstream>

#include "core/base/error.h"
#include "core/imaging/codec.h"
#include "tests/core/imaging/pictures.h"

namespace pentimento {
namespace {

constexpr long kMaxGrowthKilobytes = 64 * 1024;

using Bytes = std::vector<std::byte>;

Bytes toBytes(std::string_view text) {
  const auto* data = reinterpret_cast<const std::byte*>(text.data());
  return {data, data + text.size()};
}

std::string bigEndian(uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const uLong checksum =
      crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return bigEndian(static_cast<uint32_t>(data.size())) + body +
         bigEndian(static_cast<uint32_t>(checksum));
}

/// Made piece by piece, so that the test itself stays small and its peak memory says something.
std::string deflatedZeros(size_t count) {
  std::vector<Bytef> zeros(size_t{1} << 16), buffer(size_t{1} << 16);
  z_stream stream{};
  deflateInit(&stream, 6);
  std::string result;
  for (int status = Z_OK; status == Z_OK;) {
    if (stream.avail_in == 0) {
      stream.next_in = zeros.data();
      stream.avail_in = static_cast<uInt>(std::min(count, zeros.size()));
      count -= stream.avail_in;
    }
    stream.next_out = buffer.data();
    stream.avail_out = static_cast<uInt>(buffer.size());
    status = deflate(&stream, count == 0 ? Z_FINISH : Z_NO_FLUSH);
    result.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - stream.avail_out);
  }
  deflateEnd(&stream);
  return result;
}

std::string png(uint32_t width, uint32_t height, char bits, char type, const std::string& chunks) {
  return "\x89PNG\r\n\x1A\n" +
         chunk("IHDR", bigEndian(width) + bigEndian(height) + bits + type + std::string(3, '\0')) +
         chunks + chunk("IEND", "");
}

long peakKilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/// Refused with a sentence, and without memory having been taken first.
void expectRefused(const Bytes& bytes, const std::string& what) {
  const long before = peakKilobytes();
  try {
    (void)decodeImage(bytes, "the file");
    ADD_FAILURE() << what << " was opened";
  } catch (const Error& error) {
    EXPECT_FALSE(std::string(error.what()).empty());
    EXPECT_TRUE(error.kind() == ErrorKind::CorruptFile || error.kind() == ErrorKind::InvalidInput)
        << what << ": " << error.what();
  }
  EXPECT_LE(peakKilobytes() - before, kMaxGrowthKilobytes) << what;
}

TEST(ImagingCodecHostile, PngBombsAreRefused) {
  const std::string zeros = deflatedZeros(32000 * 40);
  expectRefused(toBytes(png(32000, 32000, 1, 0, chunk("IDAT", zeros))), "32k squared");
  expectRefused(toBytes(png(16384, 16384, 16, 6, chunk("IDAT", zeros))), "2 GB from 1 kB");
  expectRefused(toBytes(png(0x7FFFFFFF, 1, 8, 2, chunk("IDAT", zeros))), "2^31 wide");
  expectRefused(toBytes(png(0, 4, 8, 2, chunk("IDAT", zeros))), "no width");
  expectRefused(toBytes(png(16384, 8192, 8, 2, chunk("IDAT", std::string(400'000, 'x')))),
                "pixels of garbage");
  const std::string image = chunk("IDAT", deflatedZeros(13 * 4));
  const std::string bomb = deflatedZeros(size_t{300} << 20);
  const std::string text = chunk("zTXt", std::string("k\0\0", 3) + bomb);
  expectRefused(toBytes(png(4, 4, 8, 2, text + image)), "zTXt bomb");
  expectRefused(toBytes(png(4, 4, 8, 2, chunk("iCCP", std::string("p\0\0", 3) + bomb) + image)),
                "ICC bomb");
  expectRefused(
      toBytes(png(4, 4, 8, 2, chunk("iTXt", std::string("k\0\1\0\0\0", 6) + bomb) + image)),
      "iTXt bomb");
  std::string many;
  const std::string small = chunk("zTXt", std::string("k\0\0", 3) + deflatedZeros(1 << 20));
  for (int i = 0; i < 500; ++i) many += small;
  expectRefused(toBytes(png(4, 4, 8, 2, many + image)), "500 small zTXt bombs");
  expectRefused(toBytes(png(4, 4, 8, 2, chunk("eXIf", std::string(17 << 20, 'e')) + image)),
                "huge EXIF");
}

TEST(ImagingCodecHostile, LargeHonestPicturesAreAccepted) {
  for (const auto& [width, height] : {std::pair{8192u, 8192u}, std::pair{16384u, 8192u}}) {
    const std::string data = deflatedZeros(size_t{height} * (1 + width / 8));
    const Image image = decodeImage(toBytes(png(width, height, 1, 0, chunk("IDAT", data))), "it");
    EXPECT_EQ(image.extent(), (Extent{static_cast<int>(width), static_cast<int>(height)}));
  }
}

TEST(ImagingCodecHostile, TruncatedFilesAreNeverShownInPart) {
  Image image = pictures::noise({64, 48}, ChannelLayout::Rgb, BitDepth::Eight, 1);
  image.metadata.setText("parameters", "text");
  for (const ImageFormat format :
       {ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Webp, ImageFormat::Tiff}) {
    const Bytes whole = encodeImage(image, format);
    for (const double share : {0.0, 0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97}) {
      Bytes cut = whole;
      cut.resize(static_cast<size_t>(share * static_cast<double>(whole.size())));
      expectRefused(cut, std::string(toString(format)) + " cut to " + std::to_string(share));
    }
  }
}

TEST(ImagingCodecHostile, DamagedFilesEndInSentencesOrPictures) {
  std::mt19937 random(11);
  Image image = pictures::noise({48, 32}, ChannelLayout::Rgba, BitDepth::Eight, 2);
  image.metadata.setText("parameters", "text \xE2\x82\xAC");
  image.metadata.exif = std::string("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0", 22);
  int refused = 0;
  for (const ImageFormat format :
       {ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Webp, ImageFormat::Tiff}) {
    const Bytes whole = encodeImage(image, format, {.lossless = true});
    for (int round = 0; round < 400; ++round) {
      Bytes damaged = whole;
      for (uint32_t hits = 1 + random() % 4; hits > 0; --hits)
        damaged[random() % (round % 2 ? damaged.size() : 200)] =
            static_cast<std::byte>(random() & 255);
      try {
        (void)decodeImage(damaged, "it");
      } catch (const Error&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(ImagingCodecHostile, OtherFilesAreNamed) {
  const auto sentence = [](std::string_view content) -> std::string {
    try {
      (void)decodeImage(toBytes(content), "x.png");
    } catch (const Error& error) {
      return error.what();
    }
    return "opened";
  };
  EXPECT_NE(sentence("").find("empty"), std::string::npos);
  EXPECT_NE(sentence("GIF89a....").find("GIF"), std::string::npos);
  EXPECT_NE(sentence("<svg xmlns=").find("SVG"), std::string::npos);
  EXPECT_NE(sentence("<!doctype html><html>").find("web page"), std::string::npos);
  EXPECT_NE(sentence("version https://git-lfs.github.com/spec/v1").find("git-lfs"),
            std::string::npos);
  EXPECT_NE(sentence(std::string(100, 'z')).find("no picture"), std::string::npos);
}

TEST(ImagingCodecHostile, TiffsThatPointNowhereAreRefused) {
  const Bytes whole =
      encodeImage(pictures::scenery({64, 64}), ImageFormat::Tiff, {.compression = 0});
  // The directory lies at the end; its width and height become enormous, the data stay.
  const std::string_view file(reinterpret_cast<const char*>(whole.data()), whole.size());
  for (const char tag : {'\x00', '\x01'}) {
    Bytes damaged = whole;
    const std::string entry{tag, '\x01'};
    const size_t at = file.rfind(entry + std::string("\x03\0\x01\0\0\0", 6));
    ASSERT_NE(at, file.npos);
    damaged[at + 8] = std::byte{0};
    damaged[at + 9] = std::byte{0x40};  // 16384
    expectRefused(damaged, "a TIFF side of 16384");
  }
}

TEST(ImagingCodecHostile, TiffsOfVeryManyValuesPerPixelAreRefused) {
  Bytes damaged = encodeImage(pictures::scenery({64, 64}), ImageFormat::Tiff, {.compression = 0});
  const std::string_view file(reinterpret_cast<const char*>(damaged.data()), damaged.size());
  const size_t at = file.rfind(std::string_view("\x15\x01\x03\0\x01\0\0\0", 8));
  ASSERT_NE(at, file.npos) << "SamplesPerPixel, a short";
  damaged[at + 9] = std::byte{0xff};  // 3 becomes 65283
  expectRefused(damaged, "65283 values per pixel");
}

}  // namespace
}  // namespace pentimento
