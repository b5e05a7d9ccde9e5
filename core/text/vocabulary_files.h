/// Readers of the files that byte-pair vocabularies come in. All are distrusted: sizes and ids are
/// checked.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/text/byte_pairs.h"

namespace pentimento {

/// vocab.json: text → id.
/// @throws Error(NotFound, Io, CorruptFile)
[[nodiscard]] BytePairs::Vocabulary readVocabulary(const std::filesystem::path& vocabJson);

/// merges.txt: a pair per line, after an optional "#version" line. Gzip is recognised by its magic.
/// @param limit at most so many merges are taken; further lines are ignored
/// @throws Error(NotFound, Io, CorruptFile)
[[nodiscard]] BytePairs::Merges readMerges(const std::filesystem::path& path,
                                           size_t limit = SIZE_MAX);

/// What tokenizer_config.json and special_tokens_map.json of a folder say; the latter wins.
struct TokenizerConfig {
  std::optional<std::string> startToken, endToken, padToken, unknownToken;
  std::optional<size_t> maxLength;  ///< start and end included
};
/// Files that are absent say nothing.
/// @throws Error(Io, CorruptFile)
[[nodiscard]] TokenizerConfig readTokenizerConfig(const std::filesystem::path& folder);

}  // namespace pentimento
