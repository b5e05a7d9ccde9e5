#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "core/imaging/codec.h"
#include "tests/cli/run_program.h"

namespace pentimento::cli {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

Image greyRamp(Extent extent) {
  Image image(extent, ChannelLayout::Rgb, BitDepth::Eight);
  for (int y = 0; y < extent.height; ++y)
    for (int x = 0; x < 3 * extent.width; ++x)
      image.writableRow8(y)[x] = static_cast<uint8_t>(x + y);
  return image;
}

/// White on the right half.
Image halfMask(Extent extent) {
  Image mask(extent, ChannelLayout::Gray, BitDepth::Eight);
  for (int y = 0; y < extent.height; ++y)
    std::memset(mask.writableRow8(y).data() + extent.width / 2, 255,
                size_t(extent.width - extent.width / 2));
  return mask;
}

class CliEdit : public testing::Test {
 protected:
  CliEdit() {
    writeImage(m_image, greyRamp({48, 32}), {}, IfExists::Refuse);
    writeImage(m_mask, halfMask({48, 32}), {}, IfExists::Refuse);
  }
  std::vector<std::string> arguments(std::vector<std::string> more) const {
    std::vector<std::string> all{"edit", "--image", m_image, "--prompt", "add a couch"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  fs::path m_folder = freshFolder("edit");
  std::string m_image = m_folder / "photo.png", m_mask = m_folder / "mask.png";
  std::string m_output = m_folder / "out.png";
};

TEST_F(CliEdit, PaintsInsideTheMaskOnly) {
  const auto run = runCli(arguments({"--mask", m_mask, "-o", m_output}));
  ASSERT_EQ(run.exitCode, 0) << run.error;
  const Image before = readImage(m_image), after = readImage(m_output);
  ASSERT_EQ(after.extent(), before.extent());
  int changed = 0;
  for (int y = 0; y < before.height(); ++y) {
    EXPECT_EQ(std::memcmp(before.row8(y).data(), after.row8(y).data(), 24 * 3), 0) << "row " << y;
    changed += std::memcmp(before.row8(y).data() + 72, after.row8(y).data() + 72, 72) != 0;
  }
  EXPECT_GT(changed, 0);
}

TEST_F(CliEdit, RefusesAMaskOfAnotherSize) {
  const std::string small = m_folder / "small.png";
  writeImage(small, halfMask({47, 32}), {}, IfExists::Refuse);
  const auto run = runCli(arguments({"--mask", small, "-o", m_output}));
  EXPECT_NE(run.exitCode, 0);
  EXPECT_THAT(run.error, HasSubstr("47 x 32"));
  EXPECT_FALSE(fs::exists(m_output));
}

TEST_F(CliEdit, RefusesAnEmptyMaskAndNoMask) {
  const std::string black = m_folder / "black.png";
  writeImage(black, Image({48, 32}, ChannelLayout::Gray, BitDepth::Eight), {}, IfExists::Refuse);
  const auto empty = runCli(arguments({"--mask", black, "-o", m_output}));
  EXPECT_NE(empty.exitCode, 0);
  EXPECT_THAT(empty.error, HasSubstr("white"));
  const auto none = runCli(arguments({"-o", m_output}));
  EXPECT_NE(none.exitCode, 0);
  EXPECT_THAT(none.error, HasSubstr("--mask"));
  EXPECT_FALSE(fs::exists(m_output));
}

TEST_F(CliEdit, InvertsTheMaskWhenAsked) {
  const auto run = runCli(arguments({"--mask", m_mask, "--invert-mask", "-o", m_output}));
  ASSERT_EQ(run.exitCode, 0) << run.error;
  const Image before = readImage(m_image), after = readImage(m_output);
  for (int y = 0; y < before.height(); ++y)
    EXPECT_EQ(std::memcmp(before.row8(y).data() + 72, after.row8(y).data() + 72, 72), 0);
}

TEST_F(CliEdit, AMaskThatLooksInvertedIsNotTakenUnasked) {
  Image inverted({48, 32}, ChannelLayout::Gray, BitDepth::Eight);
  std::memset(inverted.writableBytes().data(), 255, inverted.bytes().size());
  std::memset(inverted.writableRow8(16).data() + 20, 0, 8);
  const std::string file = m_folder / "inverted.png";
  writeImage(file, inverted, {}, IfExists::Refuse);
  const auto refused = runCli(arguments({"--mask", file, "-o", m_output}));
  EXPECT_NE(refused.exitCode, 0);
  EXPECT_THAT(refused.error, HasSubstr("--invert-mask"));
  EXPECT_FALSE(fs::exists(m_output));
  for (const char* answer : {"--invert-mask", "--trust-mask"})
    EXPECT_EQ(runCli(arguments({"--mask", file, answer, "-o", m_output, "--force"})).exitCode, 0);
}

}  // namespace
}  // namespace pentimento::cli
