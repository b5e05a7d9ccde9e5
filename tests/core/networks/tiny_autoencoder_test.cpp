#include "core/networks/tiny_autoencoder.h"

#include "core/networks/load_network.h"
#include "core/weights/open_tensors.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento::nn {
namespace {

void expectCases(const SharedSource& encoderFile, const SharedSource& decoderFile,
                 const golden::Tensors& tensors) {
  const torch::NoGradGuard noGrad;
  const auto encoderPart = tinyEncoderPart(encoderFile), decoderPart = tinyDecoderPart(decoderFile);
  ASSERT_TRUE(encoderPart && decoderPart);
  auto encoder = loadNetwork<TinyEncoder>(tinyEncoderConfigFromTensors(*encoderPart), *encoderPart,
                                          Placement{});
  auto decoder = loadNetwork<TinyDecoder>(tinyDecoderConfigFromTensors(*decoderPart), *decoderPart,
                                          Placement{});
  const auto cases = tensors.cases("case", ".image");
  ASSERT_FALSE(cases.empty());
  for (const int number : cases) {
    const std::string name = "case" + std::to_string(number) + ".";
    tensors.expectClose(encoder->encode(tensors[name + "image"]), name + "encoded");
    tensors.expectClose(decoder->decode(tensors[name + "latents"]), name + "decoded");
  }
}

TEST(NetworksTinyAutoencoder, DiffusersFolder) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "taesd");
  const auto file = openTensors(folder / "vae");
  expectCases(file, file, golden::Tensors(folder, "forward.safetensors"));
}

TEST(NetworksTinyAutoencoder, OriginalFiles) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "taesd");
  expectCases(openTensors(folder / "taesd_encoder.safetensors"),
              openTensors(folder / "taesd_decoder.safetensors"),
              golden::Tensors(folder, "forward.safetensors"));
}

}  // namespace
}  // namespace pentimento::nn
