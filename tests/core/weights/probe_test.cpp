#include "core/weights/probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/base/error.h"
#include "core/weights/memory_source.h"
#include "core/weights/safetensors_file.h"
#include "tests/support/golden.h"
#include "tests/support/key_list.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;
using Family = ModelFamily;
using Kind = PartKind;
using golden::KeyList;

struct Published {
  std::string list;
  Family family;
  Kind kind;
  int inputChannels = 0;
};

std::ostream& operator<<(std::ostream& out, const Published& published) {
  return out << published.list;
}

class ProbeKeys : public testing::TestWithParam<Published> {};

TEST_P(ProbeKeys, PublishedCheckpointsAreTold) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "keys");
  const fs::path file = folder / (GetParam().list + ".txt");
  if (!fs::exists(file)) GTEST_SKIP() << "this golden set has no list " << GetParam().list;
  const ModelCard card = probeTensors(KeyList(file), GetParam().list);
  EXPECT_EQ(wordFor(card.family), wordFor(GetParam().family));
  const ModelPart* part = card.part(GetParam().kind);
  ASSERT_NE(part, nullptr) << toJson(card).dump(2);
  EXPECT_EQ(part->inputChannels, GetParam().inputChannels);
  EXPECT_GT(card.bytes(), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Golden, ProbeKeys,
    testing::Values(
        Published{"sd15.single-file", Family::StableDiffusion1, Kind::Unet, 4},
        Published{"sd21.single-file", Family::StableDiffusion2, Kind::Unet, 4},
        Published{"sdxl.single-file", Family::StableDiffusionXl, Kind::Unet, 4},
        Published{"sd15.unet", Family::StableDiffusion1, Kind::Unet, 4},
        Published{"sd21.unet", Family::StableDiffusion2, Kind::Unet, 4},
        Published{"sdxl.unet", Family::StableDiffusionXl, Kind::Unet, 4},
        Published{"sd15.vae", Family::Unknown, Kind::Autoencoder},
        Published{"sdxl.vae", Family::Unknown, Kind::Autoencoder},
        Published{"sd15.text_encoder", Family::Unknown, Kind::ClipText},
        Published{"sd21.text_encoder", Family::Unknown, Kind::ClipText},
        Published{"sdxl.text_encoder", Family::Unknown, Kind::ClipText},
        Published{"sdxl.text_encoder_2", Family::Unknown, Kind::ClipText},
        Published{"controlnet-sd15.controlnet", Family::StableDiffusion1, Kind::ControlNet, 4},
        Published{"controlnet-sd15.original", Family::StableDiffusion1, Kind::ControlNet, 4},
        Published{"clip-vit-b-32.hf", Family::Clip, Kind::ClipDual},
        Published{"clip-vit-l-14.hf", Family::Clip, Kind::ClipDual},
        Published{"clip-vit-b-32.openai", Family::Clip, Kind::ClipDual},
        Published{"clip-vit-l-14.openai", Family::Clip, Kind::ClipDual},
        Published{"karlo.prior", Family::Unknown, Kind::UnclipPrior},
        Published{"karlo.decoder", Family::Karlo, Kind::UnclipDecoder, 3},
        Published{"karlo.text_proj", Family::Karlo, Kind::UnclipTextProjection},
        Published{"karlo.super_res_first", Family::Karlo, Kind::UnclipSuperResolution, 6},
        Published{"karlo.super_res_last", Family::Karlo, Kind::UnclipSuperResolution, 6},
        Published{"karlo.text_encoder", Family::Unknown, Kind::ClipText},
        Published{"karlo.image_encoder", Family::Unknown, Kind::ClipVision},
        Published{"kandinsky22.prior", Family::Unknown, Kind::UnclipPrior},
        Published{"kandinsky22.text_encoder", Family::Unknown, Kind::ClipText},
        Published{"kandinsky22.image_encoder", Family::Unknown, Kind::ClipVision},
        Published{"kandinsky22.decoder.unet", Family::Kandinsky22, Kind::KandinskyDecoder, 4},
        Published{"kandinsky22.decoder-inpaint.unet", Family::Kandinsky22, Kind::KandinskyDecoder,
                  9},
        Published{"kandinsky22.movq", Family::Kandinsky22, Kind::Movq},
        Published{"t5-v1_1-xxl.encoder", Family::Unknown, Kind::T5},
        Published{"pixart-sigma-xl-2-1024.transformer", Family::PixArt, Kind::PixArtTransformer},
        Published{"pixart-alpha-xl-2-1024.transformer", Family::PixArt, Kind::PixArtTransformer},
        Published{"flux1-dev.transformer", Family::Flux, Kind::FluxTransformer, 64},
        Published{"flux1-schnell.transformer", Family::Flux, Kind::FluxTransformer, 64},
        Published{"flux1-fill-dev.transformer", Family::Flux, Kind::FluxTransformer, 384},
        Published{"sd3-medium.transformer", Family::StableDiffusion3, Kind::Sd3Transformer},
        Published{"dvae.encoder", Family::DiscreteVae, Kind::DvaeEncoder},
        Published{"dvae.decoder", Family::DiscreteVae, Kind::DvaeDecoder},
        Published{"min-dalle.mini.encoder", Family::DalleMini, Kind::DalleMiniEncoder},
        Published{"min-dalle.mini.decoder", Family::DalleMini, Kind::DalleMiniDecoder},
        Published{"min-dalle.mega.encoder", Family::DalleMini, Kind::DalleMiniEncoder},
        Published{"min-dalle.mega.decoder", Family::DalleMini, Kind::DalleMiniDecoder},
        Published{"min-dalle.vqgan-detoker", Family::Unknown, Kind::Vqgan},
        Published{"mindalle-1.3B.stage1", Family::Unknown, Kind::Vqgan},
        Published{"mindalle-1.3B.stage2", Family::MinDalle, Kind::MinDalleTransformer},
        Published{"glide-filtered.base", Family::Glide, Kind::GlideBase, 3},
        Published{"glide-filtered.base-inpaint", Family::Glide, Kind::GlideBase, 7},
        Published{"glide-filtered.upsample", Family::Glide, Kind::GlideUpsampler, 6},
        Published{"glide-filtered.upsample-inpaint", Family::Glide, Kind::GlideUpsampler, 10}));

TEST(ProbeKeyLists, NoListIsForgotten) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "keys");
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt" || entry.path().stem() == "sd-ignored") continue;
    EXPECT_FALSE(probeTensors(KeyList(entry.path()), "x").parts.empty()) << entry.path();
  }
}

struct Checkpoint {
  std::string golden;  ///< family
  std::string path;    ///< within it
  Family family;
  ModelRole role;
  std::vector<std::string> missing;
};

std::ostream& operator<<(std::ostream& out, const Checkpoint& checkpoint) {
  return out << checkpoint.golden << "/" << checkpoint.path;
}

class ProbeCheckpoints : public testing::TestWithParam<Checkpoint> {};

TEST_P(ProbeCheckpoints, AreTold) {
  const Checkpoint& expected = GetParam();
  PENTIMENTO_REQUIRE_FAMILY(folder, expected.golden);
  const ModelCard card = probeModel(folder / expected.path);
  SCOPED_TRACE(toJson(card).dump(2));
  EXPECT_EQ(wordFor(card.family), wordFor(expected.family));
  EXPECT_EQ(wordFor(card.role), wordFor(expected.role));
  EXPECT_THAT(card.missing, testing::UnorderedElementsAreArray(expected.missing));
}

constexpr auto kModel = ModelRole::Model;
constexpr auto kComponent = ModelRole::Component;
constexpr auto kAdapter = ModelRole::Adapter;

INSTANTIATE_TEST_SUITE_P(
    Golden, ProbeCheckpoints,
    testing::Values(
        Checkpoint{"sd1", "pipeline", Family::StableDiffusion1, kModel, {}},
        Checkpoint{"sd1-inpaint", "pipeline", Family::StableDiffusion1, kModel, {}},
        Checkpoint{"sd2", "pipeline", Family::StableDiffusion2, kModel, {}},
        Checkpoint{"sdxl", "pipeline", Family::StableDiffusionXl, kModel, {}},
        Checkpoint{"sdxl-inpaint", "pipeline", Family::StableDiffusionXl, kModel, {}},
        Checkpoint{
            "single-file", "sd1.safetensors", Family::StableDiffusion1, kModel, {"tokenizer"}},
        Checkpoint{"single-file", "sd2.ckpt", Family::StableDiffusion2, kModel, {"tokenizer"}},
        Checkpoint{
            "single-file", "sdxl.safetensors", Family::StableDiffusionXl, kModel, {"tokenizer"}},
        Checkpoint{"single-file", "vae_only.safetensors", Family::Unknown, kComponent, {}},
        Checkpoint{"taesd", "vae", Family::Unknown, kComponent, {}},
        Checkpoint{"taesd", "taesd_decoder.safetensors", Family::Unknown, kComponent, {}},
        Checkpoint{"taesd", "taesd_encoder.safetensors", Family::Unknown, kComponent, {}},
        Checkpoint{"controlnet", "controlnet", Family::StableDiffusion1, kAdapter, {}},
        Checkpoint{"lora", "sd1_kohya.safetensors", Family::StableDiffusion1, kAdapter, {}},
        Checkpoint{"lora", "sd1_kohya_conv.safetensors", Family::StableDiffusion1, kAdapter, {}},
        Checkpoint{"lora", "sd1_peft.safetensors", Family::StableDiffusion1, kAdapter, {}},
        Checkpoint{"lora", "sd1_diffusers.safetensors", Family::StableDiffusion1, kAdapter, {}},
        Checkpoint{"lora", "sd1_diffusers_old.safetensors", Family::StableDiffusion1, kAdapter, {}},
        Checkpoint{"lora", "sdxl_kohya.safetensors", Family::StableDiffusionXl, kAdapter, {}},
        Checkpoint{"karlo", "model", Family::Karlo, kModel, {}},
        Checkpoint{"kandinsky22", "decoder", Family::Kandinsky22, kModel, {}},
        Checkpoint{"kandinsky22", "inpaint", Family::Kandinsky22, kModel, {}},
        Checkpoint{"clip-vision", "hf", Family::Clip, kModel, {}},
        Checkpoint{"clip-vision", "openai/model.pt", Family::Clip, kModel, {}},
        Checkpoint{"clip-vision", "openai/state_dict.pt", Family::Clip, kModel, {}},
        Checkpoint{"dalle-mini", "pretrained", Family::DalleMini, kModel, {}},
        Checkpoint{"dalle1", "1.3B", Family::MinDalle, kModel, {}},
        Checkpoint{"dvae", "decoder.pkl", Family::DiscreteVae, kComponent, {"dvae_encoder"}},
        Checkpoint{"glide", "base.pt", Family::Glide, kComponent, {"glide_upsampler"}},
        Checkpoint{"dalle2-lib",
                   "decoder/latest.pth",
                   Family::Dalle2Library,
                   kComponent,
                   {"dalle2_prior", "clip"}},
        Checkpoint{"t5", "model", Family::Unknown, kComponent, {}},
        Checkpoint{"t5", "single/t5.safetensors", Family::Unknown, kComponent, {}},
        Checkpoint{"flux", "dev/transformer", Family::Flux, kComponent, {"autoencoder", "t5"}},
        Checkpoint{
            "flux", "bfl/flux1-tiny.safetensors", Family::Flux, kComponent, {"autoencoder", "t5"}},
        Checkpoint{"sd3",
                   "sd3/transformer",
                   Family::StableDiffusion3,
                   kComponent,
                   {"autoencoder", "clip_text", "clip_text"}},
        Checkpoint{"pixart", "alpha", Family::PixArt, kComponent, {"autoencoder", "t5"}}));

TEST(Probe, SchedulerFilesSayWhatIsPredicted) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "sd2");
  const Json config = readJsonFile(folder / "pipeline" / "scheduler" / "scheduler_config.json");
  const ModelCard card = probeModel(folder / "pipeline");
  EXPECT_EQ(wordFor(card.prediction), config.value("prediction_type", "epsilon"));
  EXPECT_FALSE(card.predictionAssumed);
}

TEST(Probe, InpaintingNetworksAreTold) {
  for (const std::string family : {"sd1-inpaint", "sdxl-inpaint"}) {
    PENTIMENTO_REQUIRE_FAMILY(folder, family);
    const Json config = readJsonFile(folder / "pipeline" / "unet" / "config.json");
    const ModelCard card = probeModel(folder / "pipeline");
    EXPECT_EQ(card.part(Kind::Unet)->inputChannels, config.at("in_channels").get<int>());
    EXPECT_TRUE(card.capabilities.dedicatedInpainting);
    EXPECT_TRUE(card.runnable);
  }
}

TEST(Probe, ADecoderFindsItsPriorBesideIt) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "kandinsky22");
  const ModelCard together = probeModel(folder / "inpaint");
  EXPECT_TRUE(together.runnable);
  EXPECT_TRUE(together.capabilities.dedicatedInpainting);
  for (const Task task : {Task::TextToImage, Task::MaskedEdit, Task::Variations, Task::TextDiff})
    EXPECT_TRUE(together.capabilities.supports(task));

  namespace fs = std::filesystem;
  const fs::path alone = fs::path(PENTIMENTO_TEST_TMP) / "probe-alone";
  fs::remove_all(alone);
  fs::create_directories(alone);
  fs::copy(folder / "decoder", alone / "decoder", fs::copy_options::recursive);
  const ModelCard without = probeModel(alone / "decoder");
  EXPECT_FALSE(without.runnable);
  EXPECT_THAT(without.missing, testing::Contains("unclip_prior"));
  fs::remove_all(alone / "decoder");
  fs::copy(folder / "prior", alone / "prior", fs::copy_options::recursive);
  const ModelCard prior = probeModel(alone / "prior");
  EXPECT_FALSE(prior.runnable);
  EXPECT_THAT(prior.note, testing::HasSubstr("decoder"));
}

TEST(Probe, KarloWithItsImageEncoderVaries) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "karlo");
  const ModelCard card = probeModel(folder / "model");
  EXPECT_TRUE(card.runnable);
  EXPECT_TRUE(card.capabilities.ranksByClip);
  EXPECT_TRUE(card.capabilities.supports(Task::Interpolate));
}

// Relatives that differ by what they are told.
TEST(Probe, WhatCannotBeRunYetIsNamed) {
  const auto card =
      [](std::initializer_list<std::pair<const char*, std::vector<int64_t>>> tensors) {
        MemorySource source;
        for (const auto& [name, shape] : tensors) {
          int64_t count = 1;
          for (const int64_t side : shape) count *= side;
          source.add(name, {DType::F32, shape}, std::vector<float>(static_cast<size_t>(count)));
        }
        return probeTensors(source, "x");
      };
  const ModelCard stable = card({{"conv_in.weight", {1, 4, 1, 1}},
                                 {"time_embedding.linear_1.weight", {1, 1}},
                                 {"class_embedding.linear_1.weight", {1, 1}},
                                 {"a.attn2.to_k.weight", {1, 1024}},
                                 {"a.proj_in.weight", {1, 1}}});
  EXPECT_EQ(wordFor(stable.family), "stable_unclip");
  const ModelCard single = card({{"model.diffusion_model.input_blocks.0.0.weight", {1, 4, 1, 1}},
                                 {"model.diffusion_model.out.2.weight", {4, 1, 1, 1}},
                                 {"model.diffusion_model.label_emb.0.0.weight", {1, 2}},
                                 {"model.diffusion_model.a.attn2.to_k.weight", {1, 1024}}});
  EXPECT_EQ(wordFor(single.family), "stable_unclip");
  const ModelCard older = card({{"encoder_hid_proj.image_embeds.weight", {1, 1}},
                                {"encoder_hid_proj.text_proj.weight", {1, 1}},
                                {"conv_in.weight", {1, 4, 1, 1}},
                                {"conv_out.weight", {8, 1, 1, 1}}});
  EXPECT_EQ(wordFor(older.family), "kandinsky_2_1");
  for (const ModelCard& one : {stable, single, older}) {
    EXPECT_FALSE(one.runnable);
    EXPECT_THAT(one.note, testing::HasSubstr("cannot run it yet"));
  }
  // Kandinsky 2.2 with a depth map beside the picture.
  const ModelCard depth = card({{"encoder_hid_proj.image_embeds.weight", {1, 1}},
                                {"conv_in.weight", {1, 8, 1, 1}},
                                {"conv_out.weight", {8, 1, 1, 1}}});
  EXPECT_EQ(wordFor(depth.family), "kandinsky_2_2");
  EXPECT_THAT(depth.note, testing::HasSubstr("8 input channels"));
}

// Its picture decoder is that of 2.2.
TEST(Probe, AFolderOfKandinsky21IsNamed) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "kandinsky22");
  const fs::path model = fs::path(PENTIMENTO_TEST_TMP) / "probe-kandinsky21";
  fs::remove_all(model);
  fs::create_directories(model / "unet");
  fs::copy(folder / "decoder" / "movq", model / "movq", fs::copy_options::recursive);
  MemorySource unet;
  for (const char* name : {"encoder_hid_proj.image_embeds.weight",
                           "encoder_hid_proj.text_proj.weight", "conv_out.weight"})
    unet.add(name, {DType::F32, {1, 1}}, std::vector<float>(1));
  unet.add("conv_in.weight", {DType::F32, {1, 4, 1, 1}}, std::vector<float>(4));
  writeSafetensors(model / "unet" / "diffusion_pytorch_model.safetensors", unet);
  const ModelCard card = probeModel(model);
  EXPECT_EQ(wordFor(card.family), "kandinsky_2_1");
  EXPECT_FALSE(card.runnable);
}

TEST(Probe, UnknownTensorsAreDescribedSafely) {
  MemorySource source;
  source.add("red \x1b[31m", {DType::F32, {2, 2, 2}}, std::vector<float>(8));
  const ModelCard card = probeTensors(source, "x");
  EXPECT_EQ(card.role, ModelRole::Unknown);
  EXPECT_THAT(card.note, testing::HasSubstr("1 tensors"));
  EXPECT_THAT(card.note, testing::HasSubstr("\\x1b[31m"));
  EXPECT_FALSE(card.runnable);
}

TEST(Probe, TextualInversionsAreTold) {
  MemorySource source;
  source.add("emb_params", {DType::F32, {2, 768}}, std::vector<float>(2 * 768));
  const ModelCard card = probeTensors(source, "x");
  EXPECT_EQ(card.role, kAdapter);
  EXPECT_EQ(card.family, Family::StableDiffusion1);
  EXPECT_NE(card.part(Kind::TextualInversion), nullptr);
}

}  // namespace
}  // namespace pentimento
