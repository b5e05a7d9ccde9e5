#include "core/text/prompt_chunks.h"

#include <gtest/gtest.h>

#include "core/text/token_count.h"
#include "tests/core/text/tiny_clip.h"

namespace pentimento {
namespace {

/// Room for eight ids of text; every letter that stands alone is one id.
class TextPromptChunks : public testing::Test {
 protected:
  static ClipBpe makeTokenizer() {
    ClipBpeOptions options;
    options.maxLength = 10;
    return tinyClip({}, options);
  }
  std::vector<std::string> texts(std::string_view prompt, const ChunkOptions& options = {}) {
    std::vector<std::string> result;
    for (const auto& chunk : chunkPrompt(parseWeights(prompt), m_tokenizer, {}, options)) {
      EXPECT_EQ(chunk.ids.size(), 10u);
      EXPECT_EQ(chunk.weights.size(), 10u);
      result.push_back(m_tokenizer.decode(chunk.ids));
    }
    return result;
  }
  ClipBpe m_tokenizer = makeTokenizer();
};

using Texts = std::vector<std::string>;

TEST_F(TextPromptChunks, AnEmptyPromptIsOneChunk) {
  EXPECT_EQ(texts(""), Texts{""});
}

TEST_F(TextPromptChunks, BreakBeginsANewOne) {
  EXPECT_EQ(texts("a b BREAK c"), (Texts{"a b", "c"}));
  EXPECT_EQ(texts("BREAK c"), (Texts{"", "c"}));
  EXPECT_EQ(texts("(a BREAK b:1.4)"), (Texts{"a", "b"}));
}

TEST_F(TextPromptChunks, AFullChunkEndsBehindANearComma) {
  EXPECT_EQ(texts("a b c d , e f g h i"), (Texts{"a b c d ,", "e f g h i"}));
  ChunkOptions options;
  options.commaBacktrack = 0;
  EXPECT_EQ(texts("a b c d , e f g h i", options), (Texts{"a b c d , e f g", "h i"}));
  options.commaBacktrack = 3;
  EXPECT_EQ(texts("a b c d , e f g h i", options), (Texts{"a b c d , e f g", "h i"}));
  options.commaBacktrack = 4;
  EXPECT_EQ(texts("a b c d , e f g h i", options), (Texts{"a b c d ,", "e f g h i"}));
}

TEST_F(TextPromptChunks, WeightsFollowTheirTokens) {
  const auto chunks = chunkPrompt(parseWeights("a (b:2) c d , e (f:3) g h i"), m_tokenizer);
  ASSERT_EQ(chunks.size(), 2u);
  EXPECT_EQ(chunks[0].weights, (std::vector<float>{1, 1, 2, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(chunks[1].weights, (std::vector<float>{1, 1, 3, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(chunks[1].textTokens, 5u);
}

TEST_F(TextPromptChunks, LimitsTheirNumber) {
  ChunkOptions options;
  options.maxChunks = 1;
  EXPECT_EQ(texts("a BREAK b BREAK c", options), Texts{"a"});
}

TEST_F(TextPromptChunks, EmbeddingsTakeTheirVectorsPlaces) {
  EmbeddingNames names(m_tokenizer);
  EXPECT_EQ(names.add("x y", 3), 0u);
  EXPECT_EQ(names.add("x", 1), 1u);
  EXPECT_EQ(names.add("X", 1), std::nullopt) << "the same tokens";
  EXPECT_EQ(names.add("", 1), std::nullopt);
  const auto chunks = chunkPrompt(parseWeights("a (X Y:2) x b"), m_tokenizer, names);
  ASSERT_EQ(chunks.size(), 1u);
  EXPECT_EQ(chunks[0].embeddings, (std::vector<EmbeddingUse>{{2, 0, 3}, {5, 1, 1}}));
  EXPECT_EQ(chunks[0].weights, (std::vector<float>{1, 1, 2, 2, 2, 1, 1, 1, 1, 1}));
  EXPECT_EQ(m_tokenizer.decode(chunks[0].ids), "a b");
}

TEST_F(TextPromptChunks, AnEmbeddingIsNeverTornApart) {
  EmbeddingNames names(m_tokenizer);
  (void)names.add("x", 4);
  const auto chunks = chunkPrompt(parseWeights("a b c d e x f"), m_tokenizer, names);
  ASSERT_EQ(chunks.size(), 2u);
  EXPECT_TRUE(chunks[0].embeddings.empty());
  EXPECT_EQ(chunks[1].embeddings, (std::vector<EmbeddingUse>{{1, 0, 4}}));
  // Behind a comma it moves with its phrase.
  const auto moved = chunkPrompt(parseWeights("a b , x c d"), m_tokenizer, names);
  ASSERT_EQ(moved.size(), 2u);
  EXPECT_EQ(moved[1].embeddings, (std::vector<EmbeddingUse>{{1, 0, 4}}));
}

TEST_F(TextPromptChunks, CountsForThePanel) {
  const TokenCount count = countChunks("a (b:1.2) c", m_tokenizer);
  EXPECT_EQ(count.tokens, 3u);
  EXPECT_EQ(count.room, 8u);
  EXPECT_FALSE(count.cut("a (b:1.2) c"));
  EXPECT_EQ(countChunks("a b c d e f g h i", m_tokenizer).chunks, 2u);
}

TEST_F(TextPromptChunks, TellsWhichPartIsCutOff) {
  const std::string prompt = "a b c d e f g h i j";
  const TokenCount count = countPlain(prompt, m_tokenizer, 10);
  EXPECT_EQ(count.tokens, 10u);
  EXPECT_TRUE(count.cut(prompt));
  EXPECT_EQ(prompt.substr(count.readTo), " i j");
  EXPECT_FALSE(countPlain("a b", m_tokenizer, 10).cut("a b"));
  EXPECT_EQ(countPlain("aaaaaaaaaaaa", m_tokenizer, 10).readTo, 0u);
}

}  // namespace
}  // namespace pentimento
