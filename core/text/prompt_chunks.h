/// Prompts of any length, cut into sequences that a CLIP text encoder can take, with a weight for
/// every token and places for textual-inversion vectors.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/text/clip_bpe.h"
#include "core/text/prompt_syntax.h"

namespace pentimento {

/// The textual-inversion names that are looked for in prompts. Names are matched as token
/// sequences, hence in any case and next to any punctuation; the longest match wins.
class EmbeddingNames {
 public:
  EmbeddingNames() = default;
  explicit EmbeddingNames(const ClipBpe& tokenizer) : m_tokenizer(&tokenizer) {}

  /// @param vectors number of vectors the embedding has, at least 1
  /// @returns its index, from 0; or nothing when the name has no tokens or is taken
  std::optional<size_t> add(std::string_view name, size_t vectors);

  struct Match {
    size_t embedding;
    size_t tokens;   ///< how many ids of the prompt its name takes
    size_t vectors;  ///< how many places it needs
  };
  [[nodiscard]] const Match* find(std::span<const TokenId> ids) const noexcept;

 private:
  struct Entry {
    TokenIds name;
    Match match;
  };
  const ClipBpe* m_tokenizer = nullptr;
  size_t m_count = 0;
  std::unordered_map<TokenId, std::vector<Entry>> m_byFirstToken;  // longest first
};

/// Vectors to put in place of a chunk's token embeddings.
struct EmbeddingUse {
  size_t position = 0;   ///< index into the chunk of the first vector
  size_t embedding = 0;  ///< as returned by EmbeddingNames::add
  size_t count = 1;
  bool operator==(const EmbeddingUse&) const = default;
};

/// One sequence for the text encoder.
struct TokenChunk {
  TokenIds ids;                          ///< start, text, end, padding: ClipBpe::maxLength() ids
  std::vector<float> weights;            ///< one per id; 1 outside of the text
  std::vector<EmbeddingUse> embeddings;  ///< ids at their places are the end token
  size_t textTokens = 0;                 ///< ids between start and end
};

struct ChunkOptions {
  /// When a chunk is full, words behind a comma at most so many tokens back move to the next one
  /// together; 0 cuts anywhere.
  size_t commaBacktrack = 20;
  /// Everything behind so many chunks is dropped (1 = what models without long prompts do).
  size_t maxChunks = SIZE_MAX;
};

/// At least one chunk. BREAK begins a new one.
[[nodiscard]] std::vector<TokenChunk> chunkPrompt(std::span<const WeightedText> prompt,
                                                  const ClipBpe& tokenizer,
                                                  const EmbeddingNames& embeddings = {},
                                                  const ChunkOptions& options = {});

}  // namespace pentimento
