// Karlo's and Kandinsky's networks against the reference implementations.
#include <gtest/gtest.h>

#include "core/networks/adm_unet.h"
#include "core/networks/clip_image_encoder.h"
#include "core/networks/clip_text_encoder.h"
#include "core/networks/movq.h"
#include "core/networks/prior_transformer.h"
#include "core/networks/unclip_text_projection.h"
#include "core/tensor/state_dict.h"
#include "core/weights/open_tensors.h"
#include "tests/support/torch/golden_tensors.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

template <typename Holder, typename Options>
Holder loaded(const fs::path& folder, const Options& options) {
  Holder network(options);
  loadStateDict(*network, *openTensors(folder),
                {.what = folder.string(),
                 .ignorable = [](auto name) { return name.ends_with("position_ids"); }});
  return network;
}

Json configOf(const fs::path& folder) {
  return readJsonFile(folder / "config.json");
}

nn::AdmUnet admUnet(const fs::path& folder, int64_t imageWidth = 0) {
  return loaded<nn::AdmUnet>(folder, nn::admUnetOptionsFromJson(configOf(folder), imageWidth));
}

class NetworksUnclip : public testing::Test {
 private:
  torch::NoGradGuard m_noGrad;
};

void checkTextEncoder(const golden::Tensors& data, const fs::path& folder) {
  auto encoder = loaded<nn::ClipTextEncoder>(folder, nn::clipTextConfigFromJson(configOf(folder)));
  const auto output = encoder(data["in.input_ids"]);
  data.expectClose(output.projected, "out.text_embeds");
  data.expectClose(output.last, "out.last_hidden_state");
}

TEST_F(NetworksUnclip, KarloTextEncoder) {
  PENTIMENTO_REQUIRE_FAMILY(karlo, "karlo");
  checkTextEncoder(golden::Tensors(karlo, "text_encoder.safetensors"),
                   karlo / "model" / "text_encoder");
}

TEST_F(NetworksUnclip, KarloImageEncoder) {
  PENTIMENTO_REQUIRE_FAMILY(karlo, "karlo");
  const golden::Tensors data(karlo, "image_encoder.safetensors");
  const fs::path folder = karlo / "variations" / "image_encoder";
  auto encoder =
      loaded<nn::ClipImageEncoder>(folder, nn::clipImageConfigFromJson(configOf(folder)));
  data.expectClose(encoder(data["in.pixel_values"]).projected, "out.image_embeds");
}

void checkPrior(const golden::Tensors& data, const fs::path& folder) {
  auto prior =
      loaded<nn::PriorTransformer>(folder, nn::priorTransformerOptionsFromJson(configOf(folder)));
  const nn::PriorConditioning conditioning{.textEmbedding = data["in.proj_embedding"],
                                           .textStates = data["in.encoder_hidden_states"],
                                           .textMask = data["in.attention_mask"]};
  const auto output =
      prior(data["in.hidden_states"], data["in.timestep"].reshape({1}), conditioning);
  data.expectClose(output, "out.predicted_image_embedding");
  if (data.has("out.post_processed"))
    data.expectClose(prior->toClip(output), "out.post_processed");
}

TEST_F(NetworksUnclip, KarloPrior) {
  PENTIMENTO_REQUIRE_FAMILY(karlo, "karlo");
  checkPrior(golden::Tensors(karlo, "prior.safetensors"), karlo / "model" / "prior");
}

TEST_F(NetworksUnclip, KandinskyPrior) {
  PENTIMENTO_REQUIRE_FAMILY(kandinsky, "kandinsky22");
  checkPrior(golden::Tensors(kandinsky, "prior.safetensors"), kandinsky / "prior" / "prior");
}

TEST_F(NetworksUnclip, KarloTextProjection) {
  PENTIMENTO_REQUIRE_FAMILY(karlo, "karlo");
  const golden::Tensors data(karlo, "text_proj.safetensors");
  const fs::path folder = karlo / "model" / "text_proj";
  // The published folder holds both formats; both must give the same network.
  for (const char* file : {"diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.bin"}) {
    nn::UnclipTextProjection projection(nn::unclipTextProjectionOptionsFromJson(configOf(folder)));
    loadStateDict(*projection, *openTensors(folder / file));
    const auto output = projection->forward({.imageEmbedding = data["in.image_embeddings"],
                                             .textEmbedding = data["in.prompt_embeds"],
                                             .textStates = data["in.text_encoder_hidden_states"]});
    data.expectClose(output.context, "out.encoder_hidden_states");
    data.expectClose(output.timeAddition, "out.additive_clip_time_embeddings");

    // Guidance: the learned embedding in front, with the text rows the reference used.
    const auto rows = torch::tensor({2, 0}, torch::kInt64);
    const auto guided = projection->forward(
        {.imageEmbedding =
             torch::cat({projection->noImage(), data["in.image_embeddings"].slice(0, 0, 1)}, 0),
         .textEmbedding = data["in.prompt_embeds"].index_select(0, rows),
         .textStates = data["in.text_encoder_hidden_states"].index_select(0, rows)});
    data.expectClose(guided.context, "out.cfg.encoder_hidden_states");
    data.expectClose(guided.timeAddition, "out.cfg.additive_clip_time_embeddings");
  }
}

TEST_F(NetworksUnclip, KarloDecoder) {
  PENTIMENTO_REQUIRE_FAMILY(karlo, "karlo");
  const golden::Tensors data(karlo, "decoder.safetensors");
  auto unet = admUnet(karlo / "model" / "decoder");
  nn::AdmConditioning conditioning{.context = data["in.encoder_hidden_states"],
                                   .contextMask = data["in.attention_mask"],
                                   .timeAddition = data["in.class_labels"]};
  const auto time = data["in.timestep"].reshape({1});
  data.expectClose(unet(data["in.sample"], time, conditioning), "out.sample");
  conditioning.contextMask = torch::Tensor();
  data.expectClose(unet(data["in.sample"], time, conditioning), "out.sample_no_mask");
}

TEST_F(NetworksUnclip, KarloSuperResolution) {
  PENTIMENTO_REQUIRE_FAMILY(karlo, "karlo");
  const golden::Tensors data(karlo, "super_res.safetensors");
  const auto time = data["in.timestep"].reshape({1});
  auto first = admUnet(karlo / "model" / "super_res_first");
  auto last = admUnet(karlo / "model" / "super_res_last");
  data.expectClose(first(data["in.sample"], time, nn::AdmConditioning{}), "out.first");
  data.expectClose(last(data["in.sample"], time, nn::AdmConditioning{}), "out.last");
}

TEST_F(NetworksUnclip, KandinskyDecoders) {
  PENTIMENTO_REQUIRE_FAMILY(kandinsky, "kandinsky22");
  const golden::Tensors data(kandinsky, "unet.safetensors");
  const auto time = data["in.timestep"].reshape({1});
  const nn::AdmConditioning conditioning{.imageEmbedding = data["in.image_embeds"]};
  const int64_t width = data["in.image_embeds"].size(1);
  auto unet = admUnet(kandinsky / "decoder" / "unet", width);
  data.expectClose(unet->imageContext(data["in.image_embeds"]), "out.context");
  data.expectClose(unet(data["in.sample"], time, conditioning), "out.sample");
  auto inpainting = admUnet(kandinsky / "inpaint" / "unet", width);
  data.expectClose(inpainting(data["in.sample9"], time, conditioning), "out.sample9");
}

TEST_F(NetworksUnclip, KandinskyEncoders) {
  PENTIMENTO_REQUIRE_FAMILY(kandinsky, "kandinsky22");
  const golden::Tensors data(kandinsky, "encoders.safetensors");
  checkTextEncoder(data, kandinsky / "prior" / "text_encoder");
  const fs::path folder = kandinsky / "prior" / "image_encoder";
  auto encoder =
      loaded<nn::ClipImageEncoder>(folder, nn::clipImageConfigFromJson(configOf(folder)));
  const int64_t side = encoder->config().imageSide;
  data.expectClose(encoder(torch::zeros({1, 3, side, side})).projected, "out.zero_image_embeds");
}

TEST_F(NetworksUnclip, Movq) {
  PENTIMENTO_REQUIRE_FAMILY(kandinsky, "kandinsky22");
  const golden::Tensors data(kandinsky, "movq.safetensors");
  const fs::path folder = kandinsky / "decoder" / "movq";
  auto movq = loaded<nn::Movq>(folder, nn::movqOptionsFromJson(configOf(folder)));
  const auto latents = movq->encode(data["in.pixels"]);
  data.expectClose(latents, "out.encode");
  const auto codes = movq->nearestCodes(latents);
  data.expectClose(codes.squeeze(0), "out.codes");
  data.expectClose(movq->codeVectors(codes), "out.quantized");
  data.expectClose(movq->decode(data["in.latents"]), "out.decode_noquant");
  data.expectClose(movq->decode(movq->codeVectors(codes)), "out.reconstruction");
}

}  // namespace
}  // namespace pentimento
