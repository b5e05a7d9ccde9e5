#include "core/api/recipe_text.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace pentimento {
namespace {

TEST(ApiRecipeText, OursWinsOverA1111s) {
  GenerationRequest recipe;
  recipe.prompt = "a fox";
  recipe.guidanceRescale = 0.7;  // A1111's text has no word for it
  ImageMetadata metadata;
  metadata.texts = {{"Title", "kept"}};
  stampRecipe(metadata, recipe, {"m", ""});
  EXPECT_EQ(toJson(*readRecipe(metadata)), toJson(recipe));
  EXPECT_EQ(*metadata.text("Title"), "kept");
  std::erase_if(metadata.texts, [](const auto& text) { return text.first == kRecipeKeyword; });
  EXPECT_EQ(readRecipe(metadata)->prompt, "a fox");
  EXPECT_EQ(readRecipe(metadata)->guidanceRescale, 0);
}

TEST(ApiRecipeText, SaysThatAModelMadeThePictureOrPartsOfIt) {
  GenerationRequest recipe;
  ImageMetadata metadata;
  stampRecipe(metadata, recipe, {"m", ""});
  EXPECT_NE(metadata.xmp.find("/trainedAlgorithmicMedia<"), std::string::npos);
  recipe.task = Task::MaskedEdit;
  stampRecipe(metadata, recipe, {"m", ""});
  EXPECT_NE(metadata.xmp.find("/compositeWithTrainedAlgorithmicMedia<"), std::string::npos);
  EXPECT_EQ(metadata.xmp.find("/trainedAlgorithmicMedia<"), std::string::npos);
}

TEST(ApiRecipeText, IsNotInvented) {
  ImageMetadata metadata;
  EXPECT_FALSE(readRecipe(metadata));
  metadata.setText(kParametersKeyword, "just words");
  EXPECT_FALSE(readRecipe(metadata));
  for (const char* text : {"{", "[]", "{}", "{\"request\": 1}"}) {
    metadata.setText(kRecipeKeyword, text);
    EXPECT_THROW((void)readRecipe(metadata), Error) << text;
  }
}

}  // namespace
}  // namespace pentimento
