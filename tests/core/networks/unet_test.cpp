#include "core/networks/unet.h"

#include "core/networks/checkpoint_parts.h"
#include "core/networks/load_network.h"
#include "tests/support/torch/checkpoints.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento::nn {
namespace {

// Every case of a file with U-Net inputs and outputs.
void expectCases(Unet& unet, const golden::Tensors& tensors) {
  const torch::NoGradGuard noGrad;
  const auto cases = tensors.cases("case", ".out");
  ASSERT_FALSE(cases.empty());
  for (const int number : cases) {
    const std::string name = "case" + std::to_string(number) + ".";
    const auto input = [&](const char* what) { return tensors.find(name + what); };
    const UnetCondition condition{input("context"), input("text_embeds"), input("time_ids"), {}};
    tensors.expectClose(unet->forward(input("sample"), input("timestep"), condition), name + "out");
  }
}

void expectFolder(const std::filesystem::path& family) {
  auto unet = golden::loadUnet(family / "pipeline" / "unet");
  expectCases(unet, golden::Tensors(family, "unet.safetensors"));
}

TEST(NetworksUnet, StableDiffusion1) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "sd1");
  expectFolder(folder);
}

TEST(NetworksUnet, StableDiffusion1Inpainting) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "sd1-inpaint");
  expectFolder(folder);
}

TEST(NetworksUnet, StableDiffusion2) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "sd2");
  expectFolder(folder);
}

TEST(NetworksUnet, StableDiffusionXl) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "sdxl");
  expectFolder(folder);
}

TEST(NetworksUnet, StableDiffusionXlInpainting) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "sdxl-inpaint");
  expectFolder(folder);
}

class NetworksUnetSingleFile : public testing::TestWithParam<const char*> {};

TEST_P(NetworksUnetSingleFile, AgreesWithoutAnyConfiguration) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "single-file");
  const std::string name = GetParam();
  const auto part = unetPart(golden::openCheckpoint(folder, name));
  ASSERT_TRUE(part);
  auto unet = loadNetwork<Unet>(unetConfigFromTensors(*part), *part, Placement{});
  expectCases(unet, golden::Tensors(folder, name + ".unet.safetensors"));
}

INSTANTIATE_TEST_SUITE_P(Models, NetworksUnetSingleFile, testing::Values("sd1", "sd2", "sdxl"));

TEST(NetworksUnet, RefusesAConfigurationOfAnotherKind) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "sd1");
  Json json = readJsonFile(folder / "pipeline" / "unet" / "config.json");
  json["class_embed_type"] = "timestep";
  try {
    (void)unetConfigFromJson(json);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::UnsupportedModel);
    EXPECT_NE(std::string(error.what()).find("class_embed_type"), std::string::npos);
  }
}

}  // namespace
}  // namespace pentimento::nn
