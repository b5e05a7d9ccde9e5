// Which figures an evaluation has and of how many trials; what they are worth, the judge's own
// tests and the model's card say.
#include "core/training/evaluation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/core/training/word_tokenizer.h"

namespace pentimento::training {
namespace {

constexpr int kCount = 6;

Evaluated untrained(const Tokenizer& tokenizer, bool withClip) {
  torch::manual_seed(2);
  Evaluated model;
  const nn::CaptionEncoderOptions caption{
      .vocabulary = 64, .length = 16, .width = 16, .heads = 2, .layers = 1};
  nn::UnclipDecoderOptions decoder;
  decoder.caption = caption;
  decoder.unet.widths = {16, 32};
  decoder.unet.timeWidth = 32;
  decoder.imageEmbedding = 8;
  model.decoder = nn::UnclipDecoder(decoder);
  model.judge = nn::SceneJudge(nn::SceneJudgeOptions{});
  if (withClip) {
    model.clip = nn::SmallClip(nn::SmallClipOptions{
        .caption = caption, .embedding = 8, .width = 32, .layers = 1, .heads = 2});
    model.prior = nn::EmbeddingPrior(
        nn::EmbeddingPriorOptions{.caption = caption, .embedding = 8, .layers = 1});
  }
  model.tokenizer = &tokenizer;
  model.captionLength = model.clipCaptionLength = caption.length;
  model.world.kinds = {scenes::Kind::Couch, scenes::Kind::Ball, scenes::Kind::Bus};
  model.world.styles = {1, 0, 0, 0, 0, 0};
  model.decoder->eval();
  model.judge->eval();
  return model;
}

const EvaluationRow* find(const std::vector<EvaluationRow>& rows, std::string_view words) {
  const auto row = std::ranges::find_if(
      rows, [&](const EvaluationRow& r) { return r.figure.find(words) != std::string::npos; });
  return row == rows.end() ? nullptr : &*row;
}

TEST(TrainingEvaluation, HasAFigureForEachPartThatIsThere) {
  const WordTokenizer tokenizer(64);
  const auto all = evaluateModel(untrained(tokenizer, true), kCount, {});
  for (const EvaluationRow& row : all) {
    EXPECT_TRUE(std::isfinite(row.value)) << row.figure;
    if (row.figure.find("(%)") == std::string::npos) continue;
    EXPECT_GE(row.value, 0) << row.figure;
    EXPECT_LE(row.value, 100) << row.figure;
  }
  for (const char* const words : {"object right, seen", "object and colour right, held out",
                                  "from a picture", "through the prior", "couch: object (%)"}) {
    ASSERT_NE(find(all, words), nullptr) << words;
    EXPECT_EQ(find(all, words)->count, kCount) << words;
  }
  ASSERT_NE(find(all, "first of ten"), nullptr);
  const auto wordsOnly = evaluateModel(untrained(tokenizer, false), kCount, {});
  for (const char* const words : {"from a picture", "through the prior", "first of ten"})
    EXPECT_EQ(find(wordsOnly, words), nullptr) << words;
  // The parts that are missing change nothing for the others.
  for (const EvaluationRow& row : wordsOnly)
    EXPECT_EQ(row.value, find(all, row.figure)->value) << row.figure;
}

TEST(TrainingEvaluation, SheetHasAllPromptsOnce) {
  const WordTokenizer tokenizer(64);
  const Image sheet = evaluationSheet(untrained(tokenizer, false), 16, {});
  EXPECT_EQ(sheet.width(), 8 * 128 + 9 * 8);  // two rows of eight
  EXPECT_GT(sheet.height(), 2 * 128);
  EXPECT_LT(sheet.height(), 3 * 128);
}

TEST(TrainingEvaluation, IsCancelled) {
  const WordTokenizer tokenizer(64);
  std::stop_source stop;
  stop.request_stop();
  RunContext run;
  run.stop = stop.get_token();
  EXPECT_THROW((void)evaluateModel(untrained(tokenizer, false), kCount, run), Cancelled);
}

}  // namespace
}  // namespace pentimento::training
