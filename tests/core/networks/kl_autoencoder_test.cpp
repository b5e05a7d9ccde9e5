#include "core/networks/kl_autoencoder.h"

#include "core/base/error.h"
#include "core/networks/checkpoint_parts.h"
#include "core/networks/load_network.h"
#include "core/networks/tiled_autoencoder.h"
#include "tests/support/torch/checkpoints.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento::nn {
namespace {

void expectCases(KlAutoencoder& autoencoder, const golden::Tensors& tensors) {
  const torch::NoGradGuard noGrad;
  const auto encodings = tensors.cases("encode", ".image");
  ASSERT_FALSE(encodings.empty());
  for (const int number : encodings) {
    const std::string name = "encode" + std::to_string(number) + ".";
    tensors.expectClose(autoencoder->encodeMoments(tensors[name + "image"]), name + "moments");
    const auto latents = autoencoder->encode(tensors[name + "image"]);
    if (tensors.has(name + "mean")) tensors.expectClose(latents.mean, name + "mean");
    if (tensors.has(name + "logvar")) tensors.expectClose(latents.logVariance, name + "logvar");
  }
  const auto decodings = tensors.cases("decode", ".latents");
  ASSERT_FALSE(decodings.empty());
  for (const int number : decodings) {
    const std::string name = "decode" + std::to_string(number) + ".";
    tensors.expectClose(autoencoder->decode(tensors[name + "latents"]), name + "image");
  }
}

class NetworksKlAutoencoderFolder : public testing::TestWithParam<const char*> {};

TEST_P(NetworksKlAutoencoderFolder, EncodesAndDecodes) {
  PENTIMENTO_REQUIRE_FAMILY(folder, GetParam());
  auto autoencoder = golden::loadAutoencoder(folder / "pipeline" / "vae");
  expectCases(autoencoder, golden::Tensors(folder, "vae.safetensors"));
}

INSTANTIATE_TEST_SUITE_P(Families, NetworksKlAutoencoderFolder, testing::Values("sd1", "sdxl"));

class NetworksKlAutoencoderSingleFile : public testing::TestWithParam<const char*> {};

TEST_P(NetworksKlAutoencoderSingleFile, AgreesWithoutAnyConfiguration) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "single-file");
  const std::string name = GetParam();
  const auto part = autoencoderPart(golden::openCheckpoint(folder, name));
  ASSERT_TRUE(part);
  auto autoencoder =
      loadNetwork<KlAutoencoder>(klAutoencoderConfigFromTensors(*part), *part, Placement{});
  expectCases(autoencoder, golden::Tensors(folder, name + ".vae.safetensors"));
}

INSTANTIATE_TEST_SUITE_P(Models, NetworksKlAutoencoderSingleFile,
                         testing::Values("sd1", "sd2", "sdxl", "vae_only"));

TEST(NetworksTiledAutoencoder, CoversThePictureWholly) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "sd1");
  const torch::NoGradGuard noGrad;
  auto autoencoder = golden::loadAutoencoder(folder / "pipeline" / "vae");
  const auto latents = torch::full({1, autoencoder->config().latentChannels, 20, 26}, 0.3F);
  const auto tiled = decodeTiled(autoencoder, latents, {.tile = 12, .overlap = 6});
  const auto whole = autoencoder->decode(latents);
  ASSERT_EQ(tiled.sizes(), whole.sizes());
  EXPECT_TRUE(torch::isfinite(tiled).all().item<bool>());
  const int64_t factor = autoencoder->config().downscale();
  const auto picture = torch::zeros({1, 3, 20 * factor, 26 * factor});
  EXPECT_EQ(encodeMomentsTiled(autoencoder, picture, {.tile = 12, .overlap = 6}).sizes(),
            autoencoder->encodeMoments(picture).sizes());
}

TEST(NetworksTiledAutoencoder, OneTileIsTheWholePicture) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "sd1");
  const torch::NoGradGuard noGrad;
  auto autoencoder = golden::loadAutoencoder(folder / "pipeline" / "vae");
  const auto latents = torch::randn({1, autoencoder->config().latentChannels, 6, 8});
  EXPECT_TRUE(torch::equal(decodeTiled(autoencoder, latents), autoencoder->decode(latents)));
}

}  // namespace
}  // namespace pentimento::nn
