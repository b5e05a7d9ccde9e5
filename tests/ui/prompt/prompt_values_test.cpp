#include "ui/prompt/prompt_values.h"

#include <gtest/gtest.h>

#include "ui/prompt/styles_editor.h"

namespace pentimento {
namespace {

TEST(PromptValues, AreRememberedWhole) {
  PromptValues values;
  values.prompt = "Ein rotes Sofa, groß";
  values.negativePrompt = "blur";
  values.styles = {"Noir", "Photo"};
  values.count = 7;
  values.seed = 9007199254740993;  // beyond what a double holds
  values.seedLocked = true;
  values.strength = 0.35;
  values.aspect = {16, 9};
  values.steps = 31;
  values.guidance = 4.5;
  values.sampler = "euler";
  values.schedule = "karras";
  values.edit.grow = 9;
  values.loras = {{"brush", 0.6, std::nullopt}, {"light", 1.0, 0.5}};
  EXPECT_EQ(promptValuesFromJson(toJson(values)), values);
}

TEST(PromptValues, WhatCannotBeReadIsTheDefault) {
  for (const char* text : {"", "{", "[]", "{\"request\": 5}"})
    EXPECT_EQ(promptValuesFromJson(text), PromptValues{}) << text;
}

TEST(PromptValues, TakeTheShapeOfARecipe) {
  GenerationRequest recipe;
  recipe.prompt = "a bus";
  recipe.size = Extent{640, 360};
  const PromptValues values = withRecipe({}, recipe);
  EXPECT_EQ(values.aspect, (Aspect{16, 9}));
  EXPECT_EQ(values.prompt, "a bus");
}

TEST(PromptStyles, SurroundOrFollowThePrompt) {
  EXPECT_EQ(withStyle("a bus", {"Photo", "a photo of {prompt}, sharp"}), "a photo of a bus, sharp");
  EXPECT_EQ(withStyle("a bus", {"Ink", "ink drawing"}), "a bus, ink drawing");
  EXPECT_EQ(withStyle("", {"Ink", "ink drawing"}), "ink drawing");
}

}  // namespace
}  // namespace pentimento
