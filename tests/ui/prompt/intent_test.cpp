#include "ui/prompt/intent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pentimento {
namespace {

Capabilities everything() {
  Capabilities model;
  model.tasks = {Task::TextToImage, Task::ImageToImage, Task::MaskedEdit, Task::Variations};
  return model;
}

TEST(Intent, FollowsFromTheCanvas) {
  const Capabilities model = everything();
  EXPECT_EQ(intentFor({.prompt = true}, model), Intent::Generate);
  EXPECT_EQ(intentFor({.picture = true, .mask = true, .prompt = true}, model), Intent::Fill);
  EXPECT_EQ(intentFor({.picture = true, .mask = true}, model), Intent::Fill);
  EXPECT_EQ(intentFor({.picture = true, .mask = true, .strength = 0.5}, model), Intent::Refine);
  EXPECT_EQ(intentFor({.picture = true, .prompt = true, .strength = 0.5}, model), Intent::Refine);
  EXPECT_EQ(intentFor({.picture = true, .framePastCanvas = true}, model), Intent::Expand);
  EXPECT_EQ(intentFor({.picture = true}, model), Intent::Vary);
  EXPECT_EQ(intentFor({.picture = true, .prompt = true}, model), Intent::Generate);
}

TEST(Intent, InterpolatesToASecondPictureAndFollowsADifferenceOfWords) {
  Capabilities model = everything();
  const CanvasSituation between{.picture = true, .prompt = true, .secondPicture = true};
  const CanvasSituation words{.picture = true, .prompt = true, .baseline = true};
  EXPECT_EQ(intentFor(between, model), Intent::Generate);
  EXPECT_EQ(intentFor(words, model), Intent::Generate);
  model.tasks.insert(model.tasks.end(), {Task::Interpolate, Task::TextDiff});
  EXPECT_EQ(intentFor(between, model), Intent::Interpolate);
  EXPECT_EQ(intentFor(words, model), Intent::TextDiff);
  EXPECT_EQ(
      intentFor({.picture = true, .mask = true, .prompt = true, .secondPicture = true}, model),
      Intent::Fill);
  EXPECT_EQ(taskFor(Intent::Interpolate, between), Task::Interpolate);
  EXPECT_EQ(taskFor(Intent::TextDiff, words), Task::TextDiff);
  // Without a second picture, or without words for both ends, they are not offered.
  EXPECT_THAT(possibleIntents({.picture = true, .prompt = true}, model),
              testing::Not(testing::Contains(Intent::Interpolate)));
  EXPECT_FALSE(isPossible(Intent::TextDiff, {.picture = true, .baseline = true}));
}

TEST(Intent, NeedsAModelThatCanDoIt) {
  Capabilities model;
  model.tasks = {Task::TextToImage};
  EXPECT_EQ(intentFor({.picture = true, .mask = true}, model), Intent::Generate);
  EXPECT_THAT(possibleIntents({.picture = true, .mask = true}, model),
              testing::ElementsAre(Intent::Generate));
  EXPECT_THAT(possibleIntents({.picture = true, .mask = true}, everything()),
              testing::ElementsAre(Intent::Generate, Intent::Fill, Intent::Refine, Intent::Vary));
}

TEST(Intent, AMaskWithoutAPictureHasNothingToFill) {
  EXPECT_EQ(intentFor({.mask = true, .prompt = true}, everything()), Intent::Generate);
}

TEST(Intent, RefinesTheWholePictureWithoutAMask) {
  EXPECT_EQ(taskFor(Intent::Refine, {.mask = false}), Task::ImageToImage);
  EXPECT_EQ(taskFor(Intent::Refine, {.mask = true}), Task::MaskedEdit);
}

}  // namespace
}  // namespace pentimento
