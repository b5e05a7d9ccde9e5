/// The byte-pair tokenizer of CLIP (Radford et al. 2021), for vocabularies of any size.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/text/byte_pairs.h"
#include "core/text/tokenizer.h"

namespace pentimento {

struct ClipBpeOptions {
  std::string startToken = "<|startoftext|>";
  std::string endToken = "<|endoftext|>";  ///< also stands for what cannot be spelled
  /// Its id fills up. Absent: the end token. When it is another one ("!" in SD 2.x and in the
  /// second tower of SDXL), every occurrence in a text becomes that id too, as in the reference
  /// implementation.
  std::optional<std::string> padToken;
  size_t maxLength = 77;  ///< ids of one sequence, start and end included
};

/// Text is composed (NFC), white space separates words, letters become lower-case one by one, no
/// HTML entity is unescaped: the rule of the current Hugging Face tokenizer. Start, end and pad
/// token are recognised when they are written out in a text.
class ClipBpe final : public Tokenizer {
 public:
  ClipBpe(const BytePairs::Vocabulary& vocabulary, const BytePairs::Merges& merges,
          const ClipBpeOptions& options = {});

  /// A tokenizer folder of a diffusers or transformers model: vocab.json, merges.txt, and, when
  /// there, special_tokens_map.json and tokenizer_config.json.
  /// @throws Error(NotFound, Io, CorruptFile)
  [[nodiscard]] static ClipBpe fromFolder(const std::filesystem::path& folder);
  /// OpenAI's bpe_simple_vocab_16e6.txt[.gz]; ids follow from the order of its lines.
  /// @param merges lines taken after the header; the published models use 48894 of them
  /// @throws Error(NotFound, Io, CorruptFile)
  [[nodiscard]] static ClipBpe fromMergeList(const std::filesystem::path& path,
                                             const ClipBpeOptions& options = {},
                                             size_t merges = 48894);

  [[nodiscard]] TokenIds encode(std::string_view text) const override;
  [[nodiscard]] std::string decode(std::span<const TokenId> ids) const override;
  [[nodiscard]] const SpecialTokens& special() const noexcept override { return m_special; }
  [[nodiscard]] size_t size() const noexcept override { return m_pairs.size(); }
  [[nodiscard]] size_t maxLength() const noexcept { return m_maxLength; }

 private:
  void encodeWord(std::string_view word, TokenIds& ids) const;
  void encodePiece(std::string_view piece, TokenIds& ids) const;

  BytePairs m_pairs;
  SpecialTokens m_special;
  size_t m_maxLength;
  std::vector<std::pair<std::string, TokenId>> m_written;  // special tokens as found in a text
  std::array<BytePairs::Symbol, 256> m_byte{}, m_lastByte{};
};

}  // namespace pentimento
