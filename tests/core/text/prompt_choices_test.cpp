#include "core/text/prompt_choices.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

namespace pentimento {
namespace {

std::map<std::string, int> countOver(std::string_view prompt, int seeds,
                                     const WildcardLines& wildcards = {}) {
  std::map<std::string, int> counts;
  for (int seed = 0; seed < seeds; ++seed) ++counts[resolveChoices(prompt, seed, wildcards)];
  return counts;
}

TEST(TextPromptChoices, TheSeedDecides) {
  EXPECT_EQ(resolveChoices("a {red|green|blue} cat", 5),
            resolveChoices("a {red|green|blue} cat", 5));
  const auto counts = countOver("a {red|green|blue} cat", 600);
  ASSERT_EQ(counts.size(), 3u);
  for (const auto& [text, count] : counts) {
    EXPECT_TRUE(text == "a red cat" || text == "a green cat" || text == "a blue cat") << text;
    EXPECT_NEAR(count, 200, 60) << text;
  }
}

TEST(TextPromptChoices, SharesWeighTheOptions) {
  const auto counts = countOver("{3::a|b|0::c}", 400);
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_NEAR(counts.at("a"), 300, 45);
}

TEST(TextPromptChoices, Nest) {
  const auto counts = countOver("{a {x|y}|b}", 300);
  ASSERT_EQ(counts.size(), 3u);
  EXPECT_TRUE(counts.contains("a x") && counts.contains("a y") && counts.contains("b"));
}

TEST(TextPromptChoices, WildcardsComeFromTheirSource) {
  const WildcardLines lines = [](const std::string& name) -> std::vector<std::string> {
    if (name == "colour") return {"red", "{dark|light} blue"};
    if (name == "endless") return {"__endless__"};
    return {};
  };
  const auto counts = countOver("__colour__", 300, lines);
  ASSERT_EQ(counts.size(), 3u);
  EXPECT_TRUE(counts.contains("light blue"));
  EXPECT_EQ(resolveChoices("a __unknown__ b", 1, lines), "a __unknown__ b");
  EXPECT_EQ(resolveChoices("__endless__", 1, lines), "__endless__");
}

TEST(TextPromptChoices, WhatIsNoChoiceStays) {
  for (const char* text : {"{a}", "{a|b", "a|b}", "\\{a|b\\}", "snake__case", "__ x __", "{}"})
    EXPECT_EQ(resolveChoices(text, 1, wildcardsIn("/nonexistent")), text);
  EXPECT_EQ(resolveChoices("{a\\|b|a\\|b}", 1), "a|b");
}

TEST(TextPromptChoices, WildcardFilesStayInTheirFolder) {
  const std::filesystem::path folder = std::filesystem::path(PENTIMENTO_TEST_TMP) / "wildcards";
  std::filesystem::create_directories(folder / "nature");
  std::ofstream(folder / "nature" / "tree.txt") << "# comment\n\n  oak \r\nash\n";
  std::ofstream(folder.parent_path() / "secret.txt") << "secret\n";
  const WildcardLines lines = wildcardsIn(folder);
  EXPECT_EQ(lines("nature/tree"), (std::vector<std::string>{"oak", "ash"}));
  EXPECT_TRUE(lines("../secret").empty());
  EXPECT_TRUE(lines((folder.parent_path() / "secret").string()).empty());
  EXPECT_TRUE(lines("nothing").empty());
}

}  // namespace
}  // namespace pentimento
