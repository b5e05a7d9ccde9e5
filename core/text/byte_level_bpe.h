/// The byte-level byte-pair tokenizers of the GPT-2 line: GLIDE's, and the one of DALL·E Mini.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/text/byte_pairs.h"
#include "core/text/emoji_names.h"
#include "core/text/tokenizer.h"

namespace pentimento {

/// GPT-2's (Radford et al. 2019): every byte has a symbol, a space belongs to the word behind it.
struct ByteLevelBpeOptions {
  bool lowerCase = true;  ///< as GLIDE does
  std::string padToken = "<|endoftext|>";
  std::optional<std::string> startToken, endToken;  ///< GLIDE frames nothing
};

class ByteLevelBpe final : public Tokenizer {
 public:
  ByteLevelBpe(const BytePairs::Vocabulary& vocabulary, const BytePairs::Merges& merges,
               const ByteLevelBpeOptions& options = {});
  /// Plain or gzip: vocab.json / encoder.json[.gz] and merges.txt / vocab.bpe[.gz].
  /// @throws Error(NotFound, Io, CorruptFile)
  [[nodiscard]] static ByteLevelBpe fromFiles(const std::filesystem::path& vocabulary,
                                              const std::filesystem::path& merges,
                                              const ByteLevelBpeOptions& options = {});

  [[nodiscard]] TokenIds encode(std::string_view text) const override;
  [[nodiscard]] std::string decode(std::span<const TokenId> ids) const override;
  [[nodiscard]] const SpecialTokens& special() const noexcept override { return m_special; }
  [[nodiscard]] size_t size() const noexcept override { return m_pairs.size(); }

 private:
  BytePairs m_pairs;
  SpecialTokens m_special;
  bool m_lowerCase;
  std::array<BytePairs::Symbol, 256> m_byte{};
};

/// The tokenizer of DALL·E Mini as min-dalle reads it: emoji become their names, letters
/// lower-case, what is not ASCII is dropped, words are split at single spaces and begin with the
/// stand-in of a space. `<s>` and `</s>` frame the text; a text that is too long loses its end and
/// `</s>` with it.
class DalleMiniBpe final : public Tokenizer {
 public:
  /// @param emoji names for emoji; empty drops them
  DalleMiniBpe(const BytePairs::Vocabulary& vocabulary, const BytePairs::Merges& merges,
               EmojiNames emoji = {});
  /// @throws Error(NotFound, Io, CorruptFile)
  [[nodiscard]] static DalleMiniBpe fromFolder(const std::filesystem::path& folder,
                                               EmojiNames emoji = {});

  [[nodiscard]] TokenIds encode(std::string_view text) const override;
  [[nodiscard]] std::string decode(std::span<const TokenId> ids) const override;
  [[nodiscard]] const SpecialTokens& special() const noexcept override { return m_special; }
  [[nodiscard]] size_t size() const noexcept override { return m_pairs.size(); }
  /// Start, text, end; the first `length` of these.
  [[nodiscard]] TokenIds framed(std::span<const TokenId> ids, size_t length) const override;

 private:
  BytePairs m_pairs;
  SpecialTokens m_special;
  EmojiNames m_emoji;
};

}  // namespace pentimento
