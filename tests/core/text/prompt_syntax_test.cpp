#include "core/text/prompt_syntax.h"

#include <gtest/gtest.h>

namespace pentimento {
namespace {

TEST(TextPromptLoras, AreTakenOutOfThePrompt) {
  const auto result = extractLoras("a cat <lora:detail:0.8>, <lora:style>sharp");
  EXPECT_EQ(result.prompt, "a cat , sharp");
  EXPECT_EQ(result.loras,
            (std::vector<PromptLora>{{"detail", 0.8, std::nullopt}, {"style", 1.0, std::nullopt}}));
}

TEST(TextPromptLoras, MayWeighTheTextEncoderApart) {
  const std::vector<PromptLora> expected{{"x", 0.5, 0.25}};
  EXPECT_EQ(extractLoras("<lora:x:0.5:0.25>").loras, expected);
  EXPECT_EQ(extractLoras("<lora:x:te=0.25:unet=0.5>").loras, expected);
  EXPECT_EQ(extractLoras("<lora: x : -1.5 >").loras,
            (std::vector<PromptLora>{{"x", -1.5, std::nullopt}}));
}

TEST(TextPromptLoras, WhatIsNoTagStaysText) {
  for (const char* text : {"<lora:x:strong>", "<lora:>", "<lora:x:1:2:3>", "<lora:x", "<lora:x<b>",
                           "<lora:x:nan>", "<LORA:x>", "a < b > c"}) {
    const auto result = extractLoras(text);
    EXPECT_EQ(result.prompt, text);
    EXPECT_TRUE(result.loras.empty()) << text;
  }
}

TEST(TextPromptComments, EndWithTheirLine) {
  EXPECT_EQ(withoutComments("a cat # a note\non a mat"), "a cat \non a mat");
  EXPECT_EQ(withoutComments("# all\n## of this\nb"), "\n\nb");
  EXPECT_EQ(withoutComments("a #"), "a ");
}

TEST(TextPromptComments, LeaveWordsWithNumberSignsAlone) {
  for (const char* text : {"#1 girl", "C# code", "colour #ff0000", "a #tag"})
    EXPECT_EQ(withoutComments(text), text);
}

}  // namespace
}  // namespace pentimento
