#include "core/weights/torch_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "core/base/error.h"
#include "core/weights/safetensors_file.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {
using testing::ElementsAre;

std::vector<float> floats(const TensorSource& source, std::string_view name) {
  const TensorBytes tensor = source.read(name);
  EXPECT_EQ(tensor.info.dtype, DType::F32);
  std::vector<float> values(tensor.bytes.size() / sizeof(float));
  std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  return values;
}

/// Every tensor of `expected` is in `ours`, number by number.
void expectSame(const TensorSource& ours, const TensorSource& expected) {
  EXPECT_THAT(ours.names(), testing::UnorderedElementsAreArray(expected.names()));
  for (const std::string& name : expected.names()) {
    if (!ours.contains(name)) continue;
    EXPECT_EQ(*ours.find(name), *expected.find(name)) << name;
    EXPECT_TRUE(std::ranges::equal(ours.read(name).bytes, expected.read(name).bytes)) << name;
  }
}

TEST(TorchFile, ViewsBecomeRowMajor) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "hostile");
  EXPECT_THAT(floats(TorchFile(folder / "ok_transposed.ckpt"), "w"), ElementsAre(1, 3, 2, 4));
  EXPECT_THAT(floats(TorchFile(folder / "ok_offset.ckpt"), "w"), ElementsAre(3, 4));
  EXPECT_THAT(floats(TorchFile(folder / "ok_expanded.ckpt"), "w"), ElementsAre(1, 2, 1, 2, 1, 2));
  EXPECT_THAT(floats(TorchFile(folder / "ok_plain.ckpt"), "w"), ElementsAre(1, 2, 3, 4));
}

TEST(TorchFile, PickledModulesGiveTheNamesOfTheirStateDictionary) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "dvae");
  for (const std::string part : {"encoder", "decoder"}) {
    const TorchFile file(folder / (part + ".pkl"));
    expectSame(file, SafetensorsFile(folder / (part + ".safetensors")));
    EXPECT_NE(file.attributes().at("n_hid"), "");
  }
}

TEST(TorchFile, StateDictionariesEqualTheirSafetensors) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "dalle-mini");
  const auto part = folder / "pretrained" / "dalle_bart_mini";
  expectSame(TorchFile(part / "encoder.pt"), SafetensorsFile(part / "encoder.safetensors"));
}

TEST(TorchFile, TorchScriptIsReadAsData) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "clip-vision");
  const TorchFile script(folder / "openai" / "model.pt");
  const TorchFile dictionary(folder / "openai" / "state_dict.pt");
  for (const std::string& name : dictionary.names()) {
    ASSERT_TRUE(script.contains(name)) << name;
    EXPECT_TRUE(std::ranges::equal(script.read(name).bytes, dictionary.read(name).bytes)) << name;
  }
}

TEST(TorchFile, LightningCheckpointsDropTheirWrapping) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "single-file");
  const TorchFile file(folder / "sd2.ckpt");
  EXPECT_TRUE(file.contains("model.diffusion_model.input_blocks.0.0.weight"));
  EXPECT_TRUE(file.attributes().contains("global_step"));
}

}  // namespace
}  // namespace pentimento
