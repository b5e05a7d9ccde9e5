#include "core/text/sentencepiece_tokenizer.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "tests/support/sentencepiece_cases.h"

namespace pentimento {
namespace {

class TextSentencepiece : public testing::TestWithParam<const char*> {};

TEST_P(TextSentencepiece, AgreesWithTheReference) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "t5");
  if (!std::filesystem::exists(folder / GetParam())) GTEST_SKIP() << "no " << GetParam();
  testing_support::expectSentencepieceVectors(folder, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Vectors, TextSentencepiece,
                         testing::Values("vectors_t5.json", "vectors_t5_bytes.json",
                                         "vectors_xlmr.json"));

std::function<std::optional<std::string>()> captions(int count) {
  return [count, i = 0]() mutable -> std::optional<std::string> {
    static const char* const colours[] = {"red", "green", "blue", "yellow"};
    static const char* const shapes[] = {"circle", "square", "triangle"};
    if (i == count) return std::nullopt;
    const int k = i++;
    return std::string("a ") + colours[k % 4] + " " + shapes[k % 3] + " above a " +
           colours[(k / 3) % 4] + " " + shapes[(k / 4) % 3];
  };
}

TEST(TextSentencepieceTraining, LearnsAVocabularyThatSpellsEverything) {
  SentencepieceTraining options;
  options.vocabularySize = 400;  // 256 of them are bytes
  options.bytePairs = true;  // its merges reach whole words: there are far fewer letters than room
  const std::string model = trainSentencepiece(captions(400), options);
  const SentencepieceTokenizer tokenizer(model);
  EXPECT_EQ(tokenizer.special(), (SpecialTokens{std::nullopt, 1, 2, 0}));
  EXPECT_LE(tokenizer.size(), 400u);
  const std::string known = "a red circle above a blue square";
  EXPECT_EQ(tokenizer.encode(known).size(), 7u) << "one piece a word";
  for (const std::string& text : {known, std::string("\u6771\u4eac \U0001F98A")})
    EXPECT_EQ(tokenizer.decode(tokenizer.framed(tokenizer.encode(text), 64)), text);
}

TEST(TextSentencepieceTraining, SaysWhyItCannotLearn) {
  EXPECT_THROW((void)trainSentencepiece(captions(0)), Error);
  EXPECT_THROW((void)trainSentencepiece([]() -> std::optional<std::string> {
                 throw Error(ErrorKind::Io, "the captions cannot be read");
               }),
               Error);
}

TEST(TextSentencepieceFiles, AreDistrusted) {
  const std::filesystem::path path = std::filesystem::path(PENTIMENTO_TEST_TMP) / "no.model";
  std::filesystem::create_directories(path.parent_path());
  for (const std::string& bytes :
       {std::string(), std::string("hello"), std::string(1000, '\xff')}) {
    std::ofstream(path, std::ios::binary) << bytes;
    try {
      (void)SentencepieceTokenizer::fromFile(path);
      FAIL() << "accepted " << bytes.size() << " bytes";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::CorruptFile);
      EXPECT_NE(std::string(error.what()).find("no.model"), std::string::npos) << error.what();
    }
  }
  EXPECT_THROW((void)SentencepieceTokenizer::fromFile("/nonexistent/spiece.model"), Error);
}

}  // namespace
}  // namespace pentimento
