// The dalle2-pytorch library's networks and loops against the library, on its own checkpoints.
#include <gtest/gtest.h>

#include "core/pipelines/dalle2_sampling.h"
#include "tests/support/torch/dalle2_library.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento {
namespace {

unclip::Draw replayed(const torch::Tensor& start, const torch::Tensor& rows) {
  return [start, rows, next = int64_t{-1}](torch::IntArrayRef) mutable {
    return next++ < 0 ? start : rows[next - 1];
  };
}

class PipelinesDalle2 : public testing::Test {
 private:
  torch::NoGradGuard m_noGrad;
};

TEST_F(PipelinesDalle2, Prior) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  const golden::Tensors data(family, "prior_forward.safetensors");
  auto prior = golden::dalle2Prior(family);
  const nn::Dalle2PriorText text{data["in.text_embed"], data["in.text_encodings"]};
  const auto with = prior->forward(data["in.image_embed"], data["in.timesteps"], text);
  const auto without = prior->forward(data["in.image_embed"], data["in.timesteps"], text, true);
  data.expectClose(with, "out.pred");
  data.expectClose(without, "out.pred_null");
}

TEST_F(PipelinesDalle2, PriorSampling) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  auto prior = golden::dalle2Prior(family);
  const golden::Tensors ancestral(family, "prior_sample_ddpm.safetensors");
  dalle2::Run run;
  run.betas = golden::dalle2PriorBetas(family);
  run.guidance = ancestral.numberAfter("cond_scale ");
  run.draw = replayed(ancestral["in.init_noise"], ancestral["in.noise"]);
  ancestral.expectClose(
      dalle2::samplePrior(prior, {ancestral["in.text_embed"], ancestral["in.text_encodings"]}, run),
      "out.image_embed");

  const golden::Tensors quick(family, "prior_sample_ddim.safetensors");
  // The manifest names the guidance once, for both.
  run.steps = static_cast<int>(quick.numberAfter("DDIM with "));
  run.eta = quick.numberAfter("eta ");
  run.draw = replayed(quick["in.init_noise"], quick["in.noise"]);
  quick.expectClose(
      dalle2::samplePrior(prior, {quick["in.text_embed"], quick["in.text_encodings"]}, run),
      "out.image_embed");
}

TEST_F(PipelinesDalle2, Unets) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  const golden::Tensors data(family, "unet_forward.safetensors");
  auto first = golden::dalle2Unet(family, 0), second = golden::dalle2Unet(family, 1);
  const nn::Dalle2UnetInput base{.x = data["in.x1"],
                                 .time = data["in.time"],
                                 .imageEmbedding = data["in.image_embed"],
                                 .textEncodings = data["in.text_encodings"]};
  const auto with = first->forward(base), without = first->forward(base, true);
  data.expectClose(with, "out.unet1");
  data.expectClose(without, "out.unet1_null");
  nn::Dalle2UnetInput enlarging = base;
  enlarging.x = data["in.x2"];
  enlarging.lowResolution = data["in.lowres"];
  data.expectClose(second->forward(enlarging), "out.unet2");
  EXPECT_TRUE(second->upsamples());
  EXPECT_TRUE(first->learnsVariance());
}

TEST_F(PipelinesDalle2, DecoderSampling) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  auto unet = golden::dalle2Unet(family, 0);
  const auto sampled = [&](const golden::Tensors& data, const dalle2::Run& run,
                           const dalle2::Known* known = nullptr) {
    const auto picture = dalle2::sampleUnet(
        unet,
        {.imageEmbedding = data["in.image_embed"], .textEncodings = data["in.text_encodings"]},
        data["out.image01"].sizes(), run, known);
    data.expectClose((picture + 1) / 2, "out.image01");
  };
  dalle2::Run run;
  run.betas = golden::dalle2UnetBetas(family, 0);

  const golden::Tensors ancestral(family, "decoder_sample.safetensors");
  run.guidance = ancestral.numberAfter("cond_scale ");
  run.draw = replayed(ancestral["in.init_noise"], ancestral["in.noise"]);
  sampled(ancestral, run);

  const golden::Tensors quick(family, "decoder_sample_ddim.safetensors");
  // The manifest names the guidance once, for all three.
  run.steps = static_cast<int>(quick.numberAfter("DDIM "));
  run.eta = quick.numberAfter("eta ");
  run.draw = [&](torch::IntArrayRef) { return quick["in.init_noise"]; };
  sampled(quick, run);

  const golden::Tensors inpainted(family, "inpaint_repaint.safetensors");
  const auto draws = inpainted["in.draws"];
  run.steps = 0;
  run.draw = [&, next = int64_t{0}](torch::IntArrayRef) mutable { return draws[next++]; };
  dalle2::Known known{inpainted["in.inpaint_image"] * 2 - 1,
                      inpainted["in.inpaint_mask"].unsqueeze(1).to(torch::kBool),
                      static_cast<int>(inpainted.numberAfter("keep; "))};
  sampled(inpainted, run, &known);
}

TEST_F(PipelinesDalle2, InversionAndSamplingAreEachOthersWayBack) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  const golden::Tensors data(family, "unet_forward.safetensors");
  auto unet = golden::dalle2Unet(family, 0);
  // A network that estimates no noise: DDIM's way is a straight line then.
  for (auto& item : unet->named_parameters())
    if (item.key().starts_with("to_out.")) item.value().zero_();
  const nn::Dalle2UnetInput input{.imageEmbedding = data["in.image_embed"].narrow(0, 0, 1),
                                  .textEncodings = data["in.text_encodings"].narrow(0, 0, 1)};
  const auto picture = 0.5 * torch::tanh(data["in.x1"].narrow(0, 0, 1));
  dalle2::Run run;
  run.betas = golden::dalle2UnetBetas(family, 0);
  run.steps = static_cast<int>(run.betas.size()) - 1;
  const auto start = dalle2::invertUnet(unet, input, picture, run);
  EXPECT_FALSE(torch::allclose(start, picture, 0.1));
  run.draw = [&](torch::IntArrayRef) { return start; };
  EXPECT_TRUE(
      torch::allclose(dalle2::sampleUnet(unet, input, picture.sizes(), run), picture, 1e-4, 1e-4));
}

TEST_F(PipelinesDalle2, UpsamplerSampling) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  const golden::Tensors data(family, "upsampler_sample.safetensors");
  auto unet = golden::dalle2Unet(family, 1);
  dalle2::Run run;
  run.betas = golden::dalle2UnetBetas(family, 1);
  run.draw = replayed(data["in.init_noise"], data["in.noise"]);
  const auto shape = data["out.image01"].sizes();
  const auto low = at::upsample_nearest2d(data["in.image_low"], {shape[2], shape[3]}) * 2 - 1;
  const auto picture = dalle2::sampleUnet(
      unet, {.imageEmbedding = data["in.image_embed"], .lowResolution = low}, shape, run);
  data.expectClose((picture + 1) / 2, "out.image01");
}

TEST_F(PipelinesDalle2, DynamicThreshold) {
  PENTIMENTO_REQUIRE_FAMILY(family, "dalle2-lib");
  const golden::Tensors data(family, "dynamic_threshold.safetensors");
  data.expectClose(dalle2::thresholded(data["in.x"], 0.9), "out.x_p0.9");
}

}  // namespace
}  // namespace pentimento
