// Losses and gradients of dalle2-pytorch's networks against the library, and what one step of our
// optimiser makes of them.
#include "core/training/unclip_loss.h"

#include <gtest/gtest.h>

#include "core/training/flat_parameters.h"
#include "core/training/optimiser.h"
#include "tests/support/torch/dalle2_library.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento::training {
namespace {

// The gradients that the file holds, whose names begin with `part`.
void expectGradients(const golden::Tensors& data, const torch::nn::Module& network,
                     const std::string& part) {
  const auto parameters = network.named_parameters();
  int compared = 0;
  for (const std::string& name : data.names()) {
    const std::string prefix = "out.grad." + part;
    if (!name.starts_with(prefix)) continue;
    data.expectClose(parameters[name.substr(prefix.size())].grad(), name);
    ++compared;
  }
  EXPECT_GT(compared, 0);
}

// Backward through a flat network, and a step: the first of AdamW goes one learning rate against
// the gradient's sign, which the library's gradients tell where they are not nearly zero.
void expectStep(const golden::Tensors& data, torch::nn::Module& network, const std::string& part,
                const std::function<torch::Tensor()>& loss) {
  for (torch::Tensor& weights : network.parameters()) weights.set_requires_grad(true);
  FlatParameters flat(network, torch::kFloat32);
  flat.zeroGradients();
  const auto before = loss();
  before.backward();
  data.expectClose(before, "out.loss");
  expectGradients(data, network, part);

  std::map<std::string, torch::Tensor> old;
  for (const auto& item : network.named_parameters())
    old[item.key()] = item.value().detach().clone();
  constexpr double kRate = 1e-3;
  Optimiser optimiser(flat.master(),
                      {.learningRate = kRate, .epsilon = 1e-12, .weightDecay = 0, .clipNorm = 0});
  optimiser.step(flat.master(), flat.gradients(), 1);
  flat.publish(flat.master());
  for (const auto& item : network.named_parameters()) {
    const std::string name = "out.grad." + part + item.key();
    if (!data.has(name)) continue;
    const auto gradient = data[name];
    const auto clear = gradient.abs() > 1e-3 * gradient.abs().max();
    const auto moved = (item.value().detach() - old[item.key()]).masked_select(clear);
    const auto expected = (-kRate * gradient.sign()).masked_select(clear);
    EXPECT_TRUE(torch::allclose(moved, expected, 0, 1e-6)) << name;
  }
  EXPECT_LT(loss().item<double>(), before.item<double>());
}

TEST(TrainingDalle2, Prior) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  const golden::Tensors data(family, "prior_loss.safetensors");
  auto prior = golden::dalle2Prior(family);
  const nn::Dalle2PriorText text{data["in.text_embed"], data["in.text_encodings"]};
  const Dalle2Noise noise{golden::dalle2PriorBetas(family), data["in.timesteps"], data["in.noise"]};
  const auto loss = [&](bool drop) {
    return dalle2PriorLoss(prior, data["in.image_embed"], text, noise, drop);
  };
  {
    const torch::NoGradGuard quiet;
    data.expectClose(loss(true), "out.loss_all_dropped");
  }
  expectStep(data, *prior, "net.", [&] { return loss(false); });
}

TEST(TrainingDalle2, Decoder) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  for (const char* file : {"decoder_loss_t17_2.safetensors", "decoder_loss_t0_9.safetensors"}) {
    const golden::Tensors data(family, file);
    auto unet = golden::dalle2Unet(family, 0);
    const Dalle2Noise noise{golden::dalle2UnetBetas(family, 0), data["in.times"], data["in.noise"]};
    const Dalle2UnetLossOptions options{.k = data.numberAfter("(k "),
                                        .gamma = data.numberAfter("gamma "),
                                        .variationalBound = data.numberAfter("plus ")};
    expectStep(data, *unet, "unets.0.", [&] {
      return dalle2UnetLoss(
          unet, data["in.image01"] * 2 - 1,
          {.imageEmbedding = data["in.image_embed"], .textEncodings = data["in.text_encodings"]},
          noise, options);
    });
  }
}

TEST(TrainingDalle2, Upsampler) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  const golden::Tensors data(family, "upsampler_loss.safetensors");
  auto unet = golden::dalle2Unet(family, 1);
  const auto pictures = data["in.image01"];
  const int64_t side = pictures.size(2) / 2;
  const auto low = dalle2LowResolution(pictures, side, true);
  data.expectClose(low, "out.lowres_blurred");
  data.expectClose(dalle2LowResolution(pictures, side, false), "out.lowres_plain");
  const Dalle2Noise noise{golden::dalle2UnetBetas(family, 1), data["in.times"], data["in.noise"]};
  expectStep(data, *unet, "unets.1.", [&] {
    return dalle2UnetLoss(unet, pictures * 2 - 1,
                          {.imageEmbedding = data["in.image_embed"], .lowResolution = low * 2 - 1},
                          noise);
  });
}

}  // namespace
}  // namespace pentimento::training
