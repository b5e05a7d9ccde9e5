#include "core/text/prompt_schedule.h"

#include <gtest/gtest.h>

namespace pentimento {
namespace {

using Spans = std::vector<PromptSpan>;

Spans spansOf(std::string_view prompt, int steps = 10) {
  const auto branches = schedulePrompt(prompt, steps);
  EXPECT_EQ(branches.size(), 1u);
  return branches.front().spans;
}

TEST(TextPromptSchedule, SwitchesAtAStepOrAtAShareOfTheSteps) {
  EXPECT_EQ(spansOf("test"), (Spans{{10, "test"}}));
  EXPECT_EQ(spansOf("a [b:3]"), (Spans{{3, "a "}, {10, "a b"}}));
  EXPECT_EQ(spansOf("a [b: 3 ]"), (Spans{{3, "a "}, {10, "a b"}}));
  EXPECT_EQ(spansOf("a [b::3] c"), (Spans{{3, "a b c"}, {10, "a  c"}}));
  EXPECT_EQ(spansOf("a [b:.5] c"), (Spans{{5, "a  c"}, {10, "a b c"}}));
  EXPECT_EQ(spansOf("a [b : c : 1] d"), (Spans{{1, "a b  d"}, {10, "a  c  d"}}));
  EXPECT_EQ(spansOf("[a:b:0.25]", 8), (Spans{{2, "a"}, {8, "b"}}));
}

TEST(TextPromptSchedule, TheEndsOfTheRange) {
  EXPECT_EQ(spansOf("[a:b:0]"), (Spans{{10, "b"}}));
  EXPECT_EQ(spansOf("[a:b:-2]"), (Spans{{10, "b"}}));
  EXPECT_EQ(spansOf("[a:b:1.0]"), (Spans{{10, "a"}}));
  EXPECT_EQ(spansOf("[a:b:1]"), (Spans{{1, "a"}, {10, "b"}}));
  EXPECT_EQ(spansOf("[a:b:99]"), (Spans{{10, "a"}}));
  EXPECT_EQ(spansOf("[a:b:0.5]", 1), (Spans{{1, "b"}}));
}

TEST(TextPromptSchedule, Nests) {
  EXPECT_EQ(spansOf("a[b:[c:d:2]:1]e"), (Spans{{1, "abe"}, {2, "ace"}, {10, "ade"}}));
  EXPECT_EQ(spansOf("a [[[b]]:2]"), (Spans{{2, "a "}, {10, "a [[b]]"}}));
  EXPECT_EQ(spansOf("[(a:2):3]"), (Spans{{3, ""}, {10, "(a:2)"}}));
}

TEST(TextPromptSchedule, AlternatesEveryStep) {
  EXPECT_EQ(spansOf("[a|(b:1.1)]", 4), (Spans{{1, "a"}, {2, "(b:1.1)"}, {3, "a"}, {4, "(b:1.1)"}}));
  EXPECT_EQ(spansOf("[fe|]male", 3), (Spans{{1, "female"}, {2, "male"}, {3, "female"}}));
  EXPECT_EQ(spansOf("[fe|||]male", 5), (Spans{{1, "female"}, {4, "male"}, {5, "female"}}));
}

TEST(TextPromptSchedule, LeavesEmphasisAndUnpairedBracketsAlone) {
  for (const char* text : {"a [unbalanced", "[weak]", "(a:1.2)", "[a:b:c:3]", "[a:b]", "a] [b",
                           "\\[a:3\\]", "[a:1e3]", "a | b"})
    EXPECT_EQ(spansOf(text), (Spans{{10, text}})) << text;
  EXPECT_EQ(spansOf("((a][:b:c [d:3]"), (Spans{{3, "((a][:b:c "}, {10, "((a][:b:c d"}}));
}

TEST(TextPromptSchedule, TellsThePromptOfAStep) {
  const auto branches = schedulePrompt("[a:b:2]", 4);
  EXPECT_EQ(branches[0].at(1), "a");
  EXPECT_EQ(branches[0].at(2), "a");
  EXPECT_EQ(branches[0].at(3), "b");
  EXPECT_EQ(branches[0].at(99), "b");
}

TEST(TextPromptAnd, SplitsIntoWeightedOperands) {
  const auto branches = schedulePrompt("a cat :1.2 AND a [b:2] dog AND rain: -0.5", 4);
  ASSERT_EQ(branches.size(), 3u);
  EXPECT_EQ(branches[0].weight, 1.2);
  EXPECT_EQ(branches[0].spans, (Spans{{4, "a cat"}}));
  EXPECT_EQ(branches[1].weight, 1.0);
  EXPECT_EQ(branches[1].spans.size(), 2u);
  EXPECT_EQ(branches[2].weight, -0.5);
}

TEST(TextPromptAnd, IsAWordOfItsOwn) {
  EXPECT_EQ(schedulePrompt("SAND ANDROID and", 4).size(), 1u);
  EXPECT_EQ(schedulePrompt("at 12:30", 4).front().spans, (Spans{{4, "at 12:30"}}));
}

TEST(TextPromptSchedule, DeepAndLongBracketsAreReadInBoundedTime) {
  const std::string open(100'000, '['), close(100'000, ']'), round(100'000, '(');
  EXPECT_EQ(spansOf(open + close).size(), 1u);
  EXPECT_EQ(spansOf(round + close).size(), 1u);
  std::string nested;
  for (int i = 0; i < 3000; ++i) nested += "[a:";
  for (int i = 0; i < 3000; ++i) nested += ":2]";
  EXPECT_FALSE(spansOf(nested).empty());
}

}  // namespace
}  // namespace pentimento
