// Networks built from the published configurations know every tensor of the published checkpoints,
// name by name and shape by shape, and nothing else. No weights are needed.
#include "core/networks/checkpoint_parts.h"
#include "core/networks/clip_text_encoder.h"
#include "core/networks/kl_autoencoder.h"
#include "core/networks/unet.h"
#include "core/tensor/placement.h"
#include "tests/support/golden.h"
#include "tests/support/key_list.h"
#include "tests/support/torch/shapes_of.h"

namespace pentimento::nn {
namespace {

SharedSource keyList(const std::string& file) {
  const std::filesystem::path keys = *golden::family("keys");
  const Json index = readJsonFile(keys / "index-sd.json").at(file);
  return std::make_shared<golden::KeyList>(keys / index.value("same_as", file),
                                           index.value("except", Json::object()));
}

golden::Shapes shapesOf(const TensorSource& source) {
  return golden::shapesOf(source, isIgnorableClipTensor);
}

template <typename Network, typename Config>
void expectMatch(const Config& config, const SharedSource& part) {
  ASSERT_TRUE(part);
  const PlacementScope scope({torch::kMeta, torch::kFloat32});
  EXPECT_EQ(golden::shapesOf(*Network(config)), shapesOf(*part));
}

using Level = UnetConfig::Level;

UnetConfig unet15() {
  return {.levels = {Level{320, 8, 1}, {640, 8, 1}, {1280, 8, 1}, {1280, 8, 0}}};
}

UnetConfig unet21() {
  UnetConfig config{.levels = {Level{320, 5, 1}, {640, 10, 1}, {1280, 20, 1}, {1280, 20, 0}}};
  config.contextChannels = 1024;
  config.linearProjection = true;
  return config;
}

UnetConfig unetXl() {
  UnetConfig config{.levels = {Level{320, 5, 0}, {640, 10, 2}, {1280, 20, 10}}};
  config.midTransformerLayers = 10;
  config.contextChannels = 2048;
  config.linearProjection = true;
  config.sizeChannels = 256;
  config.additionChannels = 2816;
  return config;
}

UnetConfig inpainting(UnetConfig config) {
  config.inChannels = 9;
  return config;
}

ClipTextConfig towerL() {
  return {};
}

ClipTextConfig towerH() {
  return {.transformer = {.width = 1024,
                          .mlpWidth = 4096,
                          .layers = 23,
                          .heads = 16,
                          .activation = Activation::Gelu}};
}

ClipTextConfig towerBigG() {
  return {.transformer = {.width = 1280,
                          .mlpWidth = 5120,
                          .layers = 32,
                          .heads = 20,
                          .activation = Activation::Gelu},
          .projection = 1280};
}

struct Published {
  const char* name;
  UnetConfig unet;
  std::vector<ClipTextConfig> towers;
};

void PrintTo(const Published& published, std::ostream* out) {
  *out << published.name;
}

class NetworksPublishedKeys : public testing::TestWithParam<Published> {
 protected:
  void SetUp() override {
    if (!golden::family("keys")) GTEST_SKIP() << "this golden set has no family keys";
  }
  [[nodiscard]] std::string file(const std::string& part) const {
    return std::string(GetParam().name) + "." + part + ".txt";
  }
};

TEST_P(NetworksPublishedKeys, OfTheDiffusersFolder) {
  expectMatch<Unet>(GetParam().unet, unetPart(keyList(file("unet"))));
  expectMatch<KlAutoencoder>(KlAutoencoderConfig{}, autoencoderPart(keyList(file("vae"))));
  for (size_t i = 0; i < GetParam().towers.size(); ++i) {
    const auto towers = clipTextTowers(keyList(file(i == 0 ? "text_encoder" : "text_encoder_2")));
    ASSERT_EQ(towers.size(), 1u);
    expectMatch<ClipTextEncoder>(GetParam().towers[i], towers[0].tensors);
  }
}

TEST_P(NetworksPublishedKeys, OfTheSingleFileWhoseShapesGiveTheConfiguration) {
  const auto checkpoint = keyList(file("single-file"));
  const auto unet = unetPart(checkpoint);
  ASSERT_TRUE(unet);
  EXPECT_EQ(unetConfigFromTensors(*unet), GetParam().unet);
  expectMatch<Unet>(GetParam().unet, unet);

  const auto autoencoder = autoencoderPart(checkpoint);
  ASSERT_TRUE(autoencoder);
  EXPECT_EQ(klAutoencoderConfigFromTensors(*autoencoder), KlAutoencoderConfig{});
  expectMatch<KlAutoencoder>(KlAutoencoderConfig{}, autoencoder);

  const auto towers = clipTextTowers(checkpoint);
  ASSERT_EQ(towers.size(), GetParam().towers.size());
  for (size_t i = 0; i < towers.size(); ++i) {
    EXPECT_EQ(clipTextConfigFromTensors(*towers[i].tensors, towers[i].activation),
              GetParam().towers[i]);
    expectMatch<ClipTextEncoder>(GetParam().towers[i], towers[i].tensors);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Models, NetworksPublishedKeys,
    testing::Values(Published{"sd15", unet15(), {towerL()}},
                    Published{"sd15-inpaint", inpainting(unet15()), {towerL()}},
                    Published{"sd21", unet21(), {towerH()}},
                    Published{"sdxl", unetXl(), {towerL(), towerBigG()}},
                    Published{"sdxl-inpaint", inpainting(unetXl()), {towerL(), towerBigG()}}),
    [](const auto& published) {
      std::string name = published.param.name;
      std::erase(name, '-');
      return name;
    });

}  // namespace
}  // namespace pentimento::nn
