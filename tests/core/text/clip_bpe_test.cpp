#include "core/text/clip_bpe.h"

#include <gtest/gtest.h>

#include <random>

#include "core/base/error.h"
#include "tests/core/text/tiny_clip.h"

namespace pentimento {
namespace {

TEST(TextClipBpe, JoinsTheEarliestMergeFirst) {
  const ClipBpe tokenizer = tinyClip({{"a", "b"}, {"b", "c"}, {"ab", "c</w>"}});
  EXPECT_EQ(tokenizer.decode(tokenizer.encode("abc")), "abc");
  EXPECT_EQ(tokenizer.encode("abc").size(), 1u);
  // "b c" is a merge too, but "a b" comes before it, and "ab d" is none.
  EXPECT_EQ(tokenizer.encode("abcd").size(), 3u);
}

TEST(TextClipBpe, DecodingGivesTheNormalisedTextBack) {
  const ClipBpe tokenizer = tinyClip({{"o", "n"}});
  EXPECT_EQ(tokenizer.decode(tokenizer.encode("  One  TWO\tthree ")), "one two three");
  EXPECT_EQ(tokenizer.decode(tokenizer.encode("e\u0301t\u00e9")), "\u00e9t\u00e9");
}

TEST(TextClipBpe, FramesCutAndFill) {
  const ClipBpe tokenizer = tinyClip({});
  const auto& special = tokenizer.special();
  const TokenIds framed = tokenizer.framed(tokenizer.encode("a b c d e"), 5);
  ASSERT_EQ(framed.size(), 5u);
  EXPECT_EQ(framed.front(), special.start);
  EXPECT_EQ(framed.back(), special.end);
  EXPECT_EQ(tokenizer.decode(framed), "a b c");
  const TokenIds shortText = tokenizer.framed(tokenizer.encode("a"), 6);
  EXPECT_EQ(shortText[2], special.end);
  EXPECT_EQ(shortText[5], special.pad);
}

TEST(TextClipBpe, AnyBytesGiveIdsOfTheVocabulary) {
  const ClipBpe tokenizer = tinyClip({{"a", "b"}});
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text(random() % 60, '\0');
    for (char& byte : text) byte = static_cast<char>(random());
    for (const TokenId id : tokenizer.encode(text)) {
      EXPECT_GE(id, 0);
      EXPECT_LT(id, static_cast<TokenId>(tokenizer.size()));
    }
  }
}

TEST(TextClipBpe, DamagedUtf8ReadsAsReplacementCharacters) {
  const ClipBpe tokenizer = tinyClip({});
  EXPECT_EQ(tokenizer.encode("a\xff"), tokenizer.encode("a\uFFFD"));
  EXPECT_EQ(tokenizer.encode("\xc3"), tokenizer.encode("\uFFFD"));
}

TEST(TextClipBpe, AVeryLongWordIsNotQuadratic) {
  // A hundred thousand letters that all join pairwise: the O(n²) way would take minutes.
  const ClipBpe tokenizer = tinyClip({{"a", "a"}, {"aa", "aa"}});
  EXPECT_EQ(tokenizer.encode(std::string(400'000, 'a')).size(), 100'002u);
}

TEST(TextClipBpe, RefusesAVocabularyWithoutItsEndToken) {
  EXPECT_THROW(ClipBpe({{"a", 0}, {"<|startoftext|>", 1}}, {}), Error);
}

}  // namespace
}  // namespace pentimento
