// Karlo's and Kandinsky's networks against the reference implementations.
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/networks/adm_unet.h"
#include "core/networks/clip_image_encoder.h"
#include "core/networks/clip_text_encoder.h"
#include "core/networks/lora.h"
#include "core/networks/movq.h"
#include "core/networks/prior_transformer.h"
#include "core/networks/shapes.h"
#include "core/networks/unclip_layout.h"
#include "core/networks/unclip_text_projection.h"
#include "core/nn/group_norm.h"
#include "core/nn/scaled_dot_product_attention.h"
#include "core/tensor/state_dict.h"
#include "core/weights/memory_source.h"
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
  if (data.has("out.post_processed")) data.expectClose(prior->toClip(output), "out.post_processed");
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

// Files that would make networks divide by zero, or never end being built.
TEST(NetworksSizes, WhatCannotBeASizeIsRefused) {
  nn::requireSizes({{"attention_head_dim", 8}, {"norm_num_groups", nullptr}, {"anything", -1}});
  nn::requireSizes({{"transformer_layers_per_block", {0, 2, Json::array({1, 2})}}});
  for (const Json& config :
       {Json{{"attention_head_dim", 0}}, Json{{"block_out_channels", {32, -4}}},
        Json{{"layers_per_block", 1'000'000'000}}, Json{{"hidden_size", int64_t{1} << 60}},
        Json{{"patch_size", 0.25}}}) {
    try {
      nn::requireSizes(config);
      ADD_FAILURE() << config;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::CorruptFile);
      EXPECT_NE(std::string(error.what()).find(config.begin().key()), std::string::npos);
    }
  }
}

TEST(NetworksSizes, AnUnclipNetworkWithoutBlocksIsRefused) {
  Json config = {{"in_channels", 3},
                 {"out_channels", 6},
                 {"block_out_channels", {32}},
                 {"down_block_types", {"ResnetDownsampleBlock2D"}},
                 {"norm_num_groups", 8}};
  EXPECT_EQ(nn::admUnetOptionsFromJson(config).blocksPerLevel, 2);
  config["layers_per_block"] = 0;
  EXPECT_THROW((void)nn::admUnetOptionsFromJson(config), Error);
}

TEST(NetworksSizes, NormsAndAttentionNeedWholeShares) {
  EXPECT_THROW(nn::GroupNorm(nn::GroupNormOptions{.channels = 32, .groups = 0}), Error);
  EXPECT_THROW(nn::GroupNorm(nn::GroupNormOptions{.channels = 30, .groups = 8}), Error);
  const auto x = torch::zeros({1, 4, 24});
  for (const int64_t heads : {0, 5})
    EXPECT_THROW((void)nn::scaledDotProductAttention(x, x, x, {.heads = heads}), Error);
  EXPECT_THROW((void)nn::scaledDotProductAttention(x, torch::zeros({1, 4, 12}), x, {.heads = 3}),
               Error);
}

TEST(NetworksSizes, EmptyTensorsAreRefused) {
  MemorySource layers;
  layers.add("conv_out.weight", {DType::F32, {1}}, std::vector<float>(1));
  EXPECT_THROW((void)nn::upsamplerOptionsOf(layers), Error);
  auto adapter = std::make_shared<MemorySource>();
  adapter->add("lora_unet_mid_block.lora_down.weight", {DType::F32, {0, 8}}, std::vector<float>());
  adapter->add("lora_unet_mid_block.lora_up.weight", {DType::F32, {8, 0}}, std::vector<float>());
  EXPECT_THROW(nn::Lora{adapter}, Error);
}

}  // namespace
}  // namespace pentimento
