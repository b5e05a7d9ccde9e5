#include "core/text/byte_level_bpe.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/golden.h"

namespace pentimento {
namespace {

namespace fs = std::filesystem;

TEST(TextByteLevelBpe, AgreesWithGlide) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "glide");
  const fs::path tables = folder / "tokenizer";
  if (!fs::exists(tables / "encoder.json.gz")) GTEST_SKIP() << "this set lacks the full vocabulary";
  const auto tokenizer =
      ByteLevelBpe::fromFiles(tables / "encoder.json.gz", tables / "vocab.bpe.gz");
  const Json file = readJsonFile(tables / "vectors.json");
  EXPECT_EQ(tokenizer.size(), file.at("n_vocab").get<size_t>());
  EXPECT_EQ(tokenizer.special().pad, file.at("end_token").get<TokenId>());
  const auto length = file.at("text_ctx").get<size_t>();
  for (const Json& vector : file.at("vectors")) {
    const TokenIds ids = tokenizer.encode(vector.at("text").get<std::string>());
    // That reference lower-cases whole texts, which knows a Greek final sigma; see clip_bpe.
    if (vector.at("text").get<std::string>().find("\u03A3") != std::string::npos) continue;
    EXPECT_EQ(ids, vector.at("ids").get<TokenIds>()) << vector.at("text");
    EXPECT_EQ(tokenizer.framed(ids, length).size(), length);
  }
}

TEST(TextByteLevelBpe, SpellsAnyBytesBack) {
  BytePairs::Vocabulary vocabulary{{"<|endoftext|>", 256}};
  for (const uint8_t byte : byteAlphabet().order)
    vocabulary.emplace(byteAlphabet().standIn[byte], static_cast<TokenId>(vocabulary.size()) - 1);
  ByteLevelBpeOptions options;
  options.lowerCase = false;
  const ByteLevelBpe tokenizer(vocabulary, {}, options);
  for (const std::string text : {"A  b\n\n c", "\xff\xfe zero", "it's  \t", " "})
    EXPECT_EQ(tokenizer.decode(tokenizer.encode(text)), text);
}

TEST(TextDalleMiniBpe, AgreesWithMinDalle) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "dalle-mini");
  const auto tokenizer = DalleMiniBpe::fromFolder(folder / "pretrained" / "dalle_bart_mini",
                                                  EmojiNames::fromFile(folder / "emoji_names.tsv"));
  const Json file = readJsonFile(folder / "tokenizer_vectors.json");
  EXPECT_EQ(tokenizer.special().pad, file.at("pad").get<TokenId>());
  for (const Json& vector : file.at("vectors")) {
    const TokenIds expected = vector.at("ids");
    EXPECT_EQ(
        tokenizer.framed(tokenizer.encode(vector.at("text").get<std::string>()), expected.size()),
        expected)
        << vector.at("text");
  }
}

TEST(TextDalleMiniBpe, CutsTheEndTokenOff) {
  const DalleMiniBpe tokenizer({{"<s>", 0}, {"<pad>", 1}, {"</s>", 2}, {"<unk>", 3}, {"a", 4}}, {});
  EXPECT_EQ(tokenizer.framed(tokenizer.encode("a"), 4), (TokenIds{0, 3, 4, 2}));
  EXPECT_EQ(tokenizer.framed(tokenizer.encode("a"), 3), (TokenIds{0, 3, 4}));
  EXPECT_EQ(tokenizer.framed(tokenizer.encode("a"), 5).back(), 1);
}

TEST(TextEmojiNames, TakeTheLongestSequence) {
  PENTIMENTO_REQUIRE_FAMILY(folder, "dalle-mini");
  const EmojiNames names = EmojiNames::fromFile(folder / "emoji_names.tsv");
  for (const Json& vector : readJsonFile(folder / "tokenizer_vectors.json").at("vectors"))
    EXPECT_EQ(names.replaceIn(vector.at("text").get<std::string>()),
              vector.at("demojized").get<std::string>());
}

}  // namespace
}  // namespace pentimento
