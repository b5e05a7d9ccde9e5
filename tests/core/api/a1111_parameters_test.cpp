#include "core/api/a1111_parameters.h"

#include <gtest/gtest.h>

#include <chrono>

#include <random>

namespace pentimento {
namespace {

constexpr const char* kTypical =
    "a castle, (tall:1.2),\nby the lake <lora:x:0.5>\n"
    "Negative prompt: blurry, low quality\nugly\n"
    "Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.5, Seed: 4294967296, "
    "Size: 512x768, Model hash: 6ce0161689, Model: v1-5, Denoising strength: 0.4, Clip skip: 2, "
    "Hires upscale: 2, Hires steps: 10, Lora hashes: \"x: abc, y: def\", Version: v1.9.4";

TEST(ApiA1111, ReadsATypicalText) {
  const A1111Parameters parameters = parseA1111(kTypical);
  EXPECT_EQ(parameters.prompt, "a castle, (tall:1.2),\nby the lake <lora:x:0.5>");
  EXPECT_EQ(parameters.negativePrompt, "blurry, low quality\nugly");
  EXPECT_EQ(*parameters.value("Lora hashes"), "x: abc, y: def");
  EXPECT_EQ(*parameters.value("Version"), "v1.9.4");
  EXPECT_EQ(formatA1111(parameters), kTypical);

  const GenerationRequest request = requestFromA1111(parameters);
  EXPECT_EQ(request.steps, 20);
  EXPECT_EQ(request.sampler, "DPM++ 2M");
  EXPECT_EQ(request.schedule, "Karras");
  EXPECT_EQ(request.guidance, 7.5);
  EXPECT_EQ(request.seed.value, 4294967296u);
  EXPECT_EQ(request.size, (Extent{512, 768}));
  EXPECT_EQ(request.model, "v1-5");
  EXPECT_EQ(request.clipSkip, 1);
  EXPECT_EQ(request.highResolution, (HighResolutionPass{2.0, 0.4, 10}));
}

TEST(ApiA1111, ALastLineWithFewPairsIsPrompt) {
  const A1111Parameters parameters = parseA1111("a clock\nat 12: noon, style: baroque");
  EXPECT_EQ(parameters.prompt, "a clock\nat 12: noon, style: baroque");
  EXPECT_TRUE(parameters.values.empty());
  EXPECT_EQ(parseA1111("").prompt, "");
}

TEST(ApiA1111, WhatMeansNothingStaysAtItsDefault) {
  const auto request = requestFromA1111(
      parseA1111("x\nSteps: many, CFG scale: , Seed: -1, Size: 512, Schedule type: Automatic"));
  EXPECT_EQ(toJson(request), toJson([] {
              GenerationRequest expected;
              expected.prompt = "x";
              return expected;
            }()));
}

TEST(ApiA1111, ARequestSurvivesTheWay) {
  GenerationRequest request;
  request.prompt = "a \"quoted\" cat: one, two";
  request.negativePrompt = "dog";
  request.steps = 12;
  request.sampler = "Euler a";
  request.guidance = 6.5;
  request.seed = {0xFFFFFFFFFFFFFFFFull};
  request.size = Extent{640, 448};
  request.clipSkip = 1;
  request.vae = "a, strange: name";
  const auto text = formatA1111(a1111FromRequest(request, {"my model", "0123456789"}));
  const GenerationRequest copy = requestFromA1111(parseA1111(text));
  request.model = "my model";
  EXPECT_EQ(toJson(copy), toJson(request));
  EXPECT_NE(text.find("Clip skip: 2"), std::string::npos) << "A1111 counts from 1";
}

TEST(ApiA1111, LorasBesideThePromptStandInIt) {
  GenerationRequest request;
  request.prompt = "a cat";
  request.loras = {{"ink", 0.8, std::nullopt}, {"light", 1, 0.5}};
  request.seed = {7};
  EXPECT_EQ(a1111FromRequest(request, {}).prompt, "a cat <lora:ink:0.8> <lora:light:1:0.5>");
  request.prompt = "a cat # of mine";
  EXPECT_EQ(a1111FromRequest(request, {}).prompt,
            "a cat # of mine\n<lora:ink:0.8> <lora:light:1:0.5>")
      << "not in the comment";
}

TEST(ApiA1111, MaskedEditsKeepTheirOptions) {
  GenerationRequest request;
  request.task = Task::MaskedEdit;
  request.strength = 0.75;
  request.edit.area = EditArea::OnlyMasked;
  request.edit.blend = 8;
  request.edit.paddingMinimum = 64;
  request.edit.prefill = Prefill::Noise;
  const auto copy = requestFromA1111(parseA1111(formatA1111(a1111FromRequest(request, {}))));
  EXPECT_EQ(copy.edit, request.edit);
  EXPECT_EQ(copy.strength, 0.75);
}

TEST(ApiA1111, AnyBytesAreRead) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string text = kTypical;
    for (int edit = 0; edit < 8; ++edit) text[random() % text.size()] = static_cast<char>(random());
    EXPECT_NO_THROW((void)formatA1111(a1111FromRequest(requestFromA1111(parseA1111(text)), {})));
  }
}

TEST(ApiA1111Parameters, AMillionCommasAreReadInOneGo) {
  std::string commas;
  for (int i = 0; i < 1'000'000; ++i) commas += "a,";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(parseA1111(commas).prompt, commas);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

}  // namespace
}  // namespace pentimento
