// Texts as the programs write them.
#include "core/api/foreign_recipes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/api/recipe_text.h"

namespace pentimento {
namespace {

ImageMetadata with(const char* keyword, const char* text) {
  ImageMetadata metadata;
  metadata.setText(keyword, text);
  return metadata;
}

TEST(ForeignRecipes, ComfyUiGraph) {
  const auto r = readRecipe(with("prompt", R"({
    "3": {"class_type": "KSampler", "inputs": {"seed": 156680208700286, "steps": 20, "cfg": 8,
      "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 0.9, "model": ["11", 0],
      "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd15/dream.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a bottle", "clip": ["11", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "text, watermark", "clip": ["11", 1]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
    "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "first.safetensors",
      "strength_model": 0.8, "strength_clip": 0.8, "model": ["4", 0], "clip": ["4", 1]}},
    "11": {"class_type": "LoraLoader", "inputs": {"lora_name": "second.safetensors",
      "strength_model": 0.5, "strength_clip": 0.25, "model": ["10", 0], "clip": ["10", 1]}}})"));
  ASSERT_TRUE(r);
  EXPECT_EQ(r->prompt, "a bottle");
  EXPECT_EQ(r->negativePrompt, "text, watermark");
  EXPECT_EQ(r->seed.value, 156680208700286u);
  EXPECT_EQ(r->steps, 20);
  EXPECT_DOUBLE_EQ(*r->guidance, 8);
  EXPECT_EQ(r->sampler, "dpmpp_2m");
  EXPECT_EQ(r->schedule, "karras");
  EXPECT_DOUBLE_EQ(r->strength, 0.9);
  EXPECT_EQ(r->model, "sd15/dream.safetensors");
  EXPECT_EQ(*r->size, (Extent{512, 768}));
  EXPECT_THAT(r->loras, testing::ElementsAre(LoraUse{"first.safetensors", 0.8, std::nullopt},
                                             LoraUse{"second.safetensors", 0.5, 0.25}));
}

TEST(ForeignRecipes, ComfyUiTakesTheFirstOfTwoPassesAndFollowsPrimitives) {
  const auto r = readRecipe(with("prompt", R"({
    "1": {"class_type": "KSampler", "inputs": {"seed": 2, "steps": 9, "latent_image": ["2", 0],
      "positive": ["9", 0]}},
    "2": {"class_type": "LatentUpscale", "inputs": {"samples": ["3", 0], "upscale_method": "nearest"}},
    "3": {"class_type": "KSamplerAdvanced", "inputs": {"noise_seed": ["7", 0], "steps": 25,
      "latent_image": ["4", 0], "positive": ["5", 0]}},
    "4": {"class_type": "EmptyLatentImage", "inputs": {"width": 640, "height": 512}},
    "5": {"class_type": "ConditioningCombine", "inputs": {"conditioning_1": ["6", 0],
      "conditioning_2": ["9", 0]}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["8", 0]}},
    "7": {"class_type": "PrimitiveInt", "inputs": {"value": 77}},
    "8": {"class_type": "PrimitiveString", "inputs": {"value": "from afar"}},
    "9": {"class_type": "CLIPTextEncode", "inputs": {"text": "other"}}})"));
  ASSERT_TRUE(r);
  EXPECT_EQ(r->seed.value, 77u);
  EXPECT_EQ(r->steps, 25);
  EXPECT_EQ(r->prompt, "from afar");
  EXPECT_EQ(*r->size, (Extent{640, 512}));
}

TEST(ForeignRecipes, ComfyUiGraphsThatGoRoundInCirclesEnd) {
  const auto r = readRecipe(with("prompt", R"({
    "1": {"class_type": "KSampler", "inputs": {"seed": ["2", 0], "positive": ["2", 0],
      "model": ["2", 0], "latent_image": ["2", 0]}},
    "2": {"class_type": "Odd", "inputs": {"seed": ["2", 0], "model": ["2", 0], "conditioning": ["2", 0],
      "value": ["2", 0], "width": ["2", 0], "height": ["1", 0], "text": ["2", 0]}}})"));
  ASSERT_TRUE(r);
  EXPECT_EQ(r->prompt, "");
}

TEST(ForeignRecipes, InvokeAi) {
  const auto r = readRecipe(with("invokeai_metadata", R"({
    "app_version": "4.2.9", "generation_mode": "sdxl_txt2img", "positive_prompt": "a castle",
    "negative_prompt": "fog", "width": 1024, "height": 768, "seed": 3421780945,
    "rand_device": "cpu", "cfg_scale": 5.5, "cfg_rescale_multiplier": 0.2, "steps": 30,
    "scheduler": "dpmpp_2m_k", "clip_skip": 1,
    "model": {"key": "ab", "hash": "blake3:cd", "name": "Juggernaut XL", "base": "sdxl",
      "type": "main"},
    "loras": [{"model": {"key": "ef", "name": "details", "base": "sdxl", "type": "lora"},
      "weight": 0.75}], "vae": {"name": "sdxl-vae-fp16-fix"}})"));
  ASSERT_TRUE(r);
  EXPECT_EQ(r->prompt, "a castle");
  EXPECT_EQ(r->negativePrompt, "fog");
  EXPECT_EQ(*r->size, (Extent{1024, 768}));
  EXPECT_EQ(r->seed.value, 3421780945u);
  EXPECT_DOUBLE_EQ(*r->guidance, 5.5);
  EXPECT_DOUBLE_EQ(r->guidanceRescale, 0.2);
  EXPECT_EQ(r->steps, 30);
  EXPECT_EQ(r->sampler, "dpmpp_2m_k");
  EXPECT_EQ(r->clipSkip, 1);
  EXPECT_EQ(r->model, "Juggernaut XL");
  EXPECT_EQ(r->vae, "sdxl-vae-fp16-fix");
  EXPECT_THAT(r->loras, testing::ElementsAre(LoraUse{"details", 0.75, std::nullopt}));
}

TEST(ForeignRecipes, InvokeAiOfVersionTwo) {
  const auto r = readRecipe(with("sd-metadata", R"({"model": "stable diffusion",
    "model_weights": "stable-diffusion-1.5", "app_id": "invoke-ai/InvokeAI", "image": {
      "prompt": [{"prompt": "a barn owl [blurry, dark]", "weight": 1}], "steps": 50,
      "cfg_scale": 7.5, "sampler": "k_lms", "seed": 9, "width": 512, "height": 512}})"));
  ASSERT_TRUE(r);
  EXPECT_EQ(r->prompt, "a barn owl");
  EXPECT_EQ(r->negativePrompt, "blurry, dark");
  EXPECT_EQ(r->model, "stable-diffusion-1.5");
  EXPECT_EQ(r->steps, 50);
  EXPECT_EQ(r->seed.value, 9u);
}

TEST(ForeignRecipes, SwarmUi) {
  const auto r = readRecipe(with("parameters", R"({"sui_image_params": {"prompt": "a red fox",
    "negativeprompt": "", "model": "OfficialStableDiffusion/sd_xl_base_1.0", "seed": 1399814741,
    "steps": 20, "cfgscale": 7.0, "width": 1216, "height": 832, "sampler": "euler",
    "scheduler": "normal", "loras": ["fur"], "loraweights": ["0.6"], "swarm_version": "0.9.3"}})"));
  ASSERT_TRUE(r);
  EXPECT_EQ(r->prompt, "a red fox");
  EXPECT_EQ(r->model, "OfficialStableDiffusion/sd_xl_base_1.0");
  EXPECT_EQ(r->seed.value, 1399814741u);
  EXPECT_EQ(*r->size, (Extent{1216, 832}));
  EXPECT_THAT(r->loras, testing::ElementsAre(LoraUse{"fur", 0.6, std::nullopt}));
}

TEST(ForeignRecipes, Fooocus) {
  ImageMetadata metadata = with("parameters", R"json({"prompt": "a lighthouse",
    "negative_prompt": "unrealistic", "steps": 30, "guidance_scale": 4.0,
    "resolution": "(1152, 896)", "base_model": "juggernautXL_v8.safetensors",
    "sampler": "dpmpp_2m_sde_gpu", "scheduler": "karras", "seed": "8433423463812012",
    "version": "Fooocus v2.5.5"})json");
  metadata.setText("fooocus_scheme", "fooocus");
  const auto r = readRecipe(metadata);
  ASSERT_TRUE(r);
  EXPECT_EQ(r->prompt, "a lighthouse");
  EXPECT_EQ(r->model, "juggernautXL_v8");
  EXPECT_EQ(r->seed.value, 8433423463812012u);
  EXPECT_EQ(*r->size, (Extent{1152, 896}));
  EXPECT_DOUBLE_EQ(*r->guidance, 4.0);
}

TEST(ForeignRecipes, OursGoesBeforeAllOthers) {
  ImageMetadata metadata = with("invokeai_metadata", R"({"positive_prompt": "theirs"})");
  GenerationRequest ours;
  ours.prompt = "ours";
  stampRecipe(metadata, ours, {});
  EXPECT_EQ(readRecipe(metadata)->prompt, "ours");
}

TEST(ForeignRecipes, NonsenseIsNoRecipe) {
  for (const char* text : {"", "{", "[]", "{}", "{\"a\":1}", "null", "{\"1\":{\"class_type\":3}}"})
    for (const char* keyword : {"prompt", "parameters"})
      EXPECT_FALSE(readForeignRecipe(with(keyword, text))) << keyword << " " << text;
  // Wrong types and numbers that no field can hold leave the defaults.
  const auto r = readForeignRecipe(
      with("invokeai_metadata",
           R"({"positive_prompt": 7, "steps": "many", "seed": -5, "width": 1e300, "height": 5,
          "loras": [3, {"weight": 1}], "model": [], "cfg_scale": {}})"));
  ASSERT_TRUE(r);
  EXPECT_EQ(toJson(*r), toJson(GenerationRequest{}));
}

TEST(ApiForeignRecipes, NotANumberIsNoNumber) {
  ImageMetadata metadata;
  metadata.setText("invokeai_metadata", R"({"positive_prompt": "a fox", "steps": "nan",
                                            "cfg_scale": "nan", "width": "nan", "height": "64"})");
  const auto request = readForeignRecipe(metadata);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->steps, GenerationRequest{}.steps);
  EXPECT_FALSE(request->guidance);
  EXPECT_FALSE(request->size);
}

}  // namespace
}  // namespace pentimento
