// The pictures that Pillow resized for CLIP, bit by bit.
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <sstream>

#include "core/imaging/resize.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {

/// Height x width x 3 bytes, by name, of a safetensors file.
class Pictures {
 public:
  explicit Pictures(const std::filesystem::path& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    m_file = content.str();
    uint64_t length = 0;
    std::memcpy(&length, m_file.data(), sizeof length);
    m_header = parseJson(std::string_view(m_file).substr(8, length), path.string());
    m_data = 8 + length;
  }

  [[nodiscard]] bool has(const std::string& name) const { return m_header.contains(name); }

  [[nodiscard]] Image at(const std::string& name) const {
    const Json& entry = m_header.at(name);
    Image image({entry["shape"][1], entry["shape"][0]}, ChannelLayout::Rgb, BitDepth::Eight);
    const auto bytes = image.writableBytes();
    std::memcpy(bytes.data(), m_file.data() + m_data + entry["data_offsets"][0].get<size_t>(),
                bytes.size());
    return image;
  }

 private:
  std::string m_file;
  Json m_header;
  size_t m_data = 0;
};

TEST(ImagingResizeGolden, BicubicIsPillowsToTheBit) {
  PENTIMENTO_REQUIRE_FAMILY(family, "clip-vision");
  const Pictures pictures(family / "preprocess.safetensors");
  int compared = 0;
  for (; pictures.has("in.image" + std::to_string(compared)); ++compared) {
    const std::string number = std::to_string(compared);
    const Image expected = pictures.at("out.resized" + number);
    const Image ours =
        resized(pictures.at("in.image" + number), expected.extent(), ResizeFilter::Bicubic);
    EXPECT_TRUE(ours.samePixels(expected)) << "picture " << number;
  }
  EXPECT_GT(compared, 0);
}

}  // namespace
}  // namespace pentimento
