#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/text/prompt_syntax.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {

TEST(TextPromptWeights, AgreeWithTheReferenceParser) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "prompt-weights");
  const Json vectors = readJsonFile(folder / "vectors.json");
  ASSERT_GT(vectors.size(), 0u);
  for (const Json& vector : vectors) {
    const auto items = parseWeights(vector.at("prompt").get<std::string>());
    const Json& expected = vector.at("parsed");
    ASSERT_EQ(items.size(), expected.size()) << vector;
    for (size_t i = 0; i < items.size(); ++i) {
      EXPECT_EQ(items[i].text, expected[i][0].get<std::string>()) << vector;
      const double weight = expected[i][1];
      EXPECT_NEAR(items[i].weight, weight, 1e-6 * std::abs(weight)) << vector;
    }
  }
}

TEST(TextPromptWeights, MarksBreaksAsSuchAndNothingElse) {
  // A separator always stands between two items, if need be empty ones of the surrounding weight.
  const auto items = parseWeights("a BREAK (b BREAK c:1.5)");
  std::vector<bool> breaks;
  for (const auto& item : items) breaks.push_back(item.isBreak);
  EXPECT_EQ(breaks, (std::vector<bool>{false, true, false, false, true, false}));
  EXPECT_FALSE(parseWeights("BREAKFAST")[0].isBreak);
}

TEST(TextPromptWeights, NumbersThatAreNoneStayText) {
  EXPECT_EQ(parseWeights("(a:1.2.3)").front().text, "a:1.2.3");
  EXPECT_EQ(parseWeights("(a:.)").front().text, "a:.");
  EXPECT_EQ(parseWeights("(a:+-1)").front().text, "a:+-1");
}

TEST(TextPromptWeights, EscapedTextReadsAsItself) {
  for (const char* text : {"a (b) [c:1.2] \\d", "((", "\\", "plain", "[a|b]"}) {
    const auto items = parseWeights(escapeWeights(text));
    ASSERT_EQ(items.size(), 1u) << text;
    EXPECT_EQ(items.front().text, text);
    EXPECT_EQ(items.front().weight, 1.0);
  }
}

TEST(TextPromptWeights, AnyBytesAreReadInBoundedTime) {
  std::mt19937 random(3);
  const std::string_view alphabet = "()[]:\\ .12BREAKa\xc3\xa9\xff";
  for (int round = 0; round < 500; ++round) {
    std::string prompt(random() % 80, ' ');
    for (char& c : prompt) c = alphabet[random() % alphabet.size()];
    const auto items = parseWeights(prompt);
    EXPECT_FALSE(items.empty());
    for (const auto& item : items) EXPECT_TRUE(std::isfinite(item.weight)) << prompt;
  }
  EXPECT_FALSE(parseWeights(std::string(200'000, '(')).empty());
  std::string deep;
  for (int i = 0; i < 50'000; ++i) deep += "(a";
  EXPECT_FALSE(parseWeights(deep).empty());
}

}  // namespace
}  // namespace pentimento
