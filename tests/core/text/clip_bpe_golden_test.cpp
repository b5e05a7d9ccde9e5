// The CLIP tokenizer against what OpenAI's and Hugging Face's tokenizers made of the same texts.
#include <gtest/gtest.h>

#include "core/base/utf8.h"
#include "core/text/clip_bpe.h"
#include "core/text/prompt_chunks.h"
#include "core/text/vocabulary_files.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {

namespace fs = std::filesystem;

/// The published vocabulary is not part of the repository.
#define REQUIRE_FULL_VOCABULARY(folder)          \
  PENTIMENTO_REQUIRE_FAMILY(folder, "clip-bpe"); \
  if (!fs::exists(folder / "vocab.json")) GTEST_SKIP() << "this set lacks the full vocabulary"

ClipBpe withPad(const fs::path& folder, std::optional<std::string> padToken) {
  ClipBpeOptions options;
  options.padToken = std::move(padToken);
  return {readVocabulary(folder / "vocab.json"), readMerges(folder / "merges.txt"), options};
}

/// What the chosen rule (hf_fast) gives; where no variant is listed, all implementations agree.
TokenIds expectedTokens(const Json& vector) {
  const auto variants = vector.find("variants");
  if (variants != vector.end() && variants->contains("hf_fast")) return (*variants)["hf_fast"];
  return vector.at("tokens");
}

TEST(TextClipBpeGolden, AgreesWithTheCurrentTokenizerOnEveryText) {
  REQUIRE_FULL_VOCABULARY(folder);
  const ClipBpe tokenizer = ClipBpe::fromFolder(folder);
  const Json vectors = readJsonFile(folder / "vectors.json");
  ASSERT_GT(vectors.size(), 0u);
  for (const Json& vector : vectors) {
    const std::string text = vector.at("text");
    const TokenIds expected = expectedTokens(vector);
    EXPECT_EQ(tokenizer.encode(text), expected) << vector.at("text");
    const size_t length = vector.at("input_ids").size();
    EXPECT_EQ(tokenizer.framed(tokenizer.encode(text), length), tokenizer.framed(expected, length));
    if (expected == vector.at("tokens").get<TokenIds>())
      EXPECT_EQ(tokenizer.framed(tokenizer.encode(text), length),
                vector.at("input_ids").get<TokenIds>())
          << vector.at("text");
  }
}

TEST(TextClipBpeGolden, TheMergeListAloneGivesTheSameVocabulary) {
  REQUIRE_FULL_VOCABULARY(folder);
  const ClipBpe fromFolder = ClipBpe::fromFolder(folder);
  const ClipBpe fromList = ClipBpe::fromMergeList(folder / "bpe_simple_vocab_16e6.txt.gz");
  EXPECT_EQ(fromList.size(), fromFolder.size());
  EXPECT_EQ(fromList.special(), fromFolder.special());
  for (const Json& vector : readJsonFile(folder / "vectors.json"))
    EXPECT_EQ(fromList.encode(vector.at("text").get<std::string>()),
              fromFolder.encode(vector.at("text").get<std::string>()));
}

TEST(TextClipBpeGolden, AWrittenPadTokenBecomesPadding) {
  REQUIRE_FULL_VOCABULARY(folder);
  const ClipBpe padded = withPad(folder, "!"), plain = withPad(folder, std::nullopt);
  for (const Json& vector : readJsonFile(folder / "exclamation.json")) {
    const std::string text = vector.at("text");
    const TokenIds expected = vector.at("transformers");
    EXPECT_EQ(padded.framed(padded.encode(text), expected.size()), expected) << text;
    const TokenIds original = vector.at("original");
    const TokenIds ids = plain.encode(text);
    EXPECT_TRUE(std::equal(ids.begin(), ids.end(), original.begin() + 1)) << text;
  }
}

TEST(TextClipBpeGolden, LongPromptsAreCutEverySeventyFiveTokens) {
  REQUIRE_FULL_VOCABULARY(folder);
  const ClipBpe tokenizer = ClipBpe::fromFolder(folder);
  ChunkOptions anywhere;
  anywhere.commaBacktrack = 0;
  for (const Json& vector : readJsonFile(folder / "chunks.json")) {
    const WeightedText whole{vector.at("text")};
    const auto chunks = chunkPrompt(std::span(&whole, 1), tokenizer, {}, anywhere);
    ASSERT_EQ(chunks.size(), vector.at("chunks").size());
    for (size_t i = 0; i < chunks.size(); ++i)
      EXPECT_EQ(chunks[i].ids, vector.at("chunks")[i].get<TokenIds>()) << "chunk " << i;
  }
}

void expectPrompts(const fs::path& promptsFile, const fs::path& tokenizerFolder) {
  const ClipBpe tokenizer = ClipBpe::fromFolder(tokenizerFolder);
  const Json prompts = readJsonFile(promptsFile);
  ASSERT_GT(prompts.size(), 0u);
  for (const Json& prompt : prompts) {
    const TokenIds expected = prompt.at("ids");
    EXPECT_EQ(
        tokenizer.framed(tokenizer.encode(prompt.at("text").get<std::string>()), expected.size()),
        expected)
        << prompt.at("text");
  }
}

class TextClipBpeFolders : public testing::TestWithParam<const char*> {};

TEST_P(TextClipBpeFolders, GiveTheIdsOfTheReferencePrompts) {
  PENTIMENTO_REQUIRE_FAMILY(folder, GetParam());
  const std::pair<const char*, const char*> files[] = {
      {"prompts.json", "tokenizer"},
      {"prompts_text_encoder.json", "tokenizer"},
      {"prompts_text_encoder_2.json", "tokenizer_2"}};
  int found = 0;
  for (const auto& [prompts, tokenizer] : files) {
    if (!fs::exists(folder / prompts)) continue;
    ++found;
    expectPrompts(folder / prompts, folder / "pipeline" / tokenizer);
  }
  EXPECT_GT(found, 0) << "the family has no prompts";
}

INSTANTIATE_TEST_SUITE_P(Families, TextClipBpeFolders, testing::Values("sd1", "sd2", "sdxl"));

/// That family was lower-cased by words, with the Greek final-sigma rule, where `clip-bpe` and the
/// tokenizer in use go letter by letter: the rule is applied to the text beforehand.
std::string withFinalSigmas(std::string text) {
  const std::string capital = "\u03A3", final = "\u03C2";
  for (size_t at = text.find(capital); at != std::string::npos; at = text.find(capital, at + 1)) {
    size_t next = at + capital.size();
    if (at > 0 && (next == text.size() || !isLetter(nextCodePoint(text, next))))
      text.replace(at, capital.size(), final);
  }
  return text;
}

TEST(TextClipBpeGolden, AgreesOnTheTextsOfTheDualEncoder) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "clip-vision");
  int tables = 0;
  for (const char* name : {"vectors_tiny.json", "vectors_real.json"}) {
    if (!fs::exists(folder / "tokenizer" / name)) continue;
    const Json file = readJsonFile(folder / "tokenizer" / name);
    const std::string table = file.at("table");
    const bool mergeList = table.find("vocab.json") == std::string::npos;
    const fs::path source = folder / "tokenizer" / (mergeList ? table : "../hf");
    if (!fs::exists(source)) continue;
    ++tables;
    const ClipBpe tokenizer =
        mergeList ? ClipBpe::fromMergeList(source) : ClipBpe::fromFolder(source);
    EXPECT_EQ(tokenizer.special().start, file.at("start").get<TokenId>());
    EXPECT_EQ(tokenizer.special().end, file.at("end").get<TokenId>());
    for (const Json& vector : file.at("vectors"))
      EXPECT_EQ(tokenizer.encode(withFinalSigmas(vector.at("text"))),
                vector.at("ids").get<TokenIds>())
          << vector.at("text");
  }
  EXPECT_GT(tables, 0);
}

}  // namespace
}  // namespace pentimento
