#include "core/tensor/image_tensor.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/base/error.h"
#include "core/tensor/random.h"

namespace pentimento {
namespace {

Image everyLevel8() {
  Image image({16, 16}, ChannelLayout::Rgb, BitDepth::Eight);
  const auto bytes = image.writableBytes();
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i / 3);
  return image;
}

TEST(TensorImage, EveryLevelComesBackAt8And16Bit) {
  Image deep({256, 256}, ChannelLayout::Rgb, BitDepth::Sixteen);
  for (int y = 0; y < 256; ++y) {
    auto row = deep.writableRow16(y);
    for (int x = 0; x < 256; ++x)
      for (int c = 0; c < 3; ++c) row[3 * x + c] = static_cast<uint16_t>(y * 256 + x);
  }
  for (const ValueRange range : {ValueRange::MinusOneToOne, ValueRange::ZeroToOne}) {
    EXPECT_TRUE(toImage(toTensor(everyLevel8(), range), range).samePixels(everyLevel8()));
    EXPECT_TRUE(toImage(toTensor(deep, range), range, BitDepth::Sixteen).samePixels(deep));
  }
}

TEST(TensorImage, BlackAndWhiteAreTheEndsOfTheRange) {
  Image image({2, 1}, ChannelLayout::GrayAlpha, BitDepth::Eight);
  const auto row = image.writableRow8(0);
  row[0] = 0, row[1] = 255, row[2] = 255, row[3] = 51;
  const auto x = toTensor(image, ValueRange::MinusOneToOne);
  EXPECT_EQ(x.sizes(), torch::IntArrayRef({1, 3, 1, 2}));
  for (int c = 0; c < 3; ++c) {
    EXPECT_EQ(x[0][c][0][0].item<float>(), -1);
    EXPECT_EQ(x[0][c][0][1].item<float>(), 1);
  }
}

TEST(TensorImage, ClampsAndRoundsTiesToEven) {
  const auto values = torch::tensor({-0.5F, 2.F, 0.5F / 255, 1.5F / 255, 2.5F / 255});
  const auto image = toImage(values.view({1, 1, 1, 5}), ValueRange::ZeroToOne);
  ASSERT_EQ(image.layout(), ChannelLayout::Gray);
  const auto row = image.row8(0);
  EXPECT_EQ(std::vector<int>(row.begin(), row.end()), (std::vector<int>{0, 255, 0, 2, 2}));
}

TEST(TensorImage, RefusesWhatIsNoNumber) {
  auto x = torch::zeros({1, 3, 2, 2});
  x[0][1][0][0] = NAN;
  try {
    (void)toImage(x, ValueRange::ZeroToOne);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::NonFinite);
  }
}

TEST(TensorMask, IsCoverageFromNoneToWhole) {
  Mask mask({16, 16});
  std::iota(mask.writableValues().begin(), mask.writableValues().end(), uint8_t{0});
  const auto coverage = toTensor(mask);
  EXPECT_EQ(coverage.sizes(), torch::IntArrayRef({1, 1, 16, 16}));
  EXPECT_TRUE(torch::equal(coverage.flatten() * 255, torch::arange(256, torch::kFloat32)));
}

TEST(TensorRandom, PictureOfABatchCanBeMadeAlone) {
  BatchNoiseSource batch(Seed{40}, 3);
  const auto first = batch.normal({3, 4, 8, 8}), second = batch.normal({3, 4, 8, 8});
  NoiseSource alone(Seed{41});
  EXPECT_TRUE(torch::equal(first[1], alone.normal({1, 4, 8, 8})[0]));
  EXPECT_TRUE(torch::equal(second[1], alone.normal({1, 4, 8, 8})[0]));
}

TEST(TensorRandom, IsTorchsOwnStream) {
  torch::manual_seed(123);
  const auto expected = torch::randn({5, 7});
  EXPECT_TRUE(torch::equal(NoiseSource(Seed{123}).normal({5, 7}), expected));
}

}  // namespace
}  // namespace pentimento
