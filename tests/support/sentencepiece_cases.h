/// Reference texts of sentencepiece, checked without and with libtorch in the process.
#pragma once

#include <gtest/gtest.h>

#include "core/text/sentencepiece_tokenizer.h"
#include "tests/support/golden.h"

namespace pentimento::testing_support {

/// Encodes every text of a vectors file of the t5 family, whichever its dialect.
inline void expectSentencepieceVectors(const std::filesystem::path& folder, const char* file) {
  const Json json = readJsonFile(folder / file);
  const bool shifted = json.contains("offset");
  const auto tokenizer = SentencepieceTokenizer::fromFile(
      folder / json.at("model").get<std::string>(),
      shifted ? SentencepieceIds::XlmRoberta : SentencepieceIds::AsStored);
  EXPECT_EQ(tokenizer.special().end, json.at("eos").get<TokenId>());
  EXPECT_EQ(tokenizer.special().pad, json.at("pad").get<TokenId>());
  EXPECT_EQ(tokenizer.special().unknown, json.at("unk").get<TokenId>());
  ASSERT_FALSE(json.at("vectors").empty());
  for (const Json& vector : json.at("vectors")) {
    const std::string text = vector.at("text");
    const TokenIds expected = vector.at("ids");
    // XLM-R's vectors are framed by start and end.
    const TokenIds ids = shifted ? tokenizer.framed(tokenizer.encode(text), expected.size())
                                 : tokenizer.encode(text);
    EXPECT_EQ(ids, expected) << text;
  }
}

}  // namespace pentimento::testing_support
