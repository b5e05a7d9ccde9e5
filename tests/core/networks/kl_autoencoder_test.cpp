#include "core/networks/kl_autoencoder.h"

#include "core/networks/checkpoint_parts.h"
#include "core/networks/load_network.h"
#include "core/weights/open_tensors.h"
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

}  // namespace
}  // namespace pentimento::nn
