#include "ui/prompt/prompt_weights.h"

#include <gtest/gtest.h>

namespace pentimento {
namespace {

QString raised(const QString& text, int start, int end, double step = 0.1) {
  return withWeightChanged({text, start, end}, step).text;
}

TEST(PromptWeights, TakesTheWordUnderTheCursor) {
  EXPECT_EQ(raised("a red couch, please", 8, 8), "a red (couch:1.1), please");
  EXPECT_EQ(raised("a red couch", 2, 2, -0.1), "a (red:0.9) couch");
}

TEST(PromptWeights, GoesOnFromWhatIsThereAndEndsAtOne) {
  EXPECT_EQ(raised("a (red couch:1.1)", 4, 4), "a (red couch:1.2)");
  EXPECT_EQ(raised("a (red couch:1.1)", 4, 4, -0.1), "a red couch");
}

TEST(PromptWeights, KeepsTheSelection) {
  const TextSelection after = withWeightChanged({"a red couch ", 2, 12}, 0.1);
  EXPECT_EQ(after.text, "a (red couch:1.1) ");
  EXPECT_EQ(after.text.mid(after.start, after.end - after.start), "red couch");
}

TEST(PromptWeights, ChangesALoraByHalfAStep) {
  EXPECT_EQ(raised("x <lora:ink:0.8>", 6, 6), "x <lora:ink:0.85>");
}

TEST(PromptWeights, LeavesNothingToWeighAlone) {
  EXPECT_EQ(raised("a ,  b", 4, 4), "a ,  b");
  EXPECT_EQ(raised("", 0, 0), "");
}

}  // namespace
}  // namespace pentimento
