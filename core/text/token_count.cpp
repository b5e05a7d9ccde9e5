#include "core/text/token_count.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace pentimento {

TokenCount countChunks(std::string_view prompt, const ClipBpe& tokenizer,
                       const EmbeddingNames& embeddings) {
  const auto chunks = chunkPrompt(parseWeights(prompt), tokenizer, embeddings);
  TokenCount count;
  for (const TokenChunk& chunk : chunks) count.tokens += chunk.textTokens;
  count.chunks = chunks.size();
  count.room = chunks.size() * tokenizer.room(tokenizer.maxLength());
  count.readTo = prompt.size();
  return count;
}

TokenCount countPlain(std::string_view prompt, const Tokenizer& tokenizer, size_t length) {
  TokenCount count;
  count.tokens = tokenizer.encode(prompt).size();
  count.room = tokenizer.room(length);
  count.readTo = prompt.size();
  if (count.tokens <= count.room) return count;
  // The end of the last word that is read whole: a beginning with more words has no fewer tokens.
  const auto words = splitAtSpace(prompt);
  const auto endOf = [&](std::string_view word) {
    return static_cast<size_t>(word.data() + word.size() - prompt.data());
  };
  const auto firstCut = std::ranges::partition_point(words, [&](std::string_view word) {
    return tokenizer.encode(prompt.substr(0, endOf(word))).size() <= count.room;
  });
  count.readTo = firstCut == words.begin() ? 0 : endOf(*std::prev(firstCut));
  return count;
}

}  // namespace pentimento
