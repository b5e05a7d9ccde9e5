/// Vocabularies of sentencepiece (Kudo & Richardson 2018), as T5 and XLM-R have them, and training
/// of new ones.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/text/tokenizer.h"

namespace pentimento {

/// How the ids of a model file become those that a network was trained with.
enum class SentencepieceIds {
  AsStored,    ///< T5 and models of our own
  XlmRoberta,  ///< fairseq's: <s> 0, padding 1, </s> 2, unknown 3, everything else one higher
};

/// sentencepiece is in a shared object that is opened on first use (core/text/sentencepiece).
class SentencepieceTokenizer final : public Tokenizer {
 public:
  /// @throws Error(NotFound) when the file or the shared object is missing; Error(CorruptFile) when
  /// it is no sentencepiece model
  [[nodiscard]] static SentencepieceTokenizer fromFile(
      const std::filesystem::path& path, SentencepieceIds ids = SentencepieceIds::AsStored);
  /// @param model the bytes of a model file
  explicit SentencepieceTokenizer(std::string_view model,
                                  SentencepieceIds ids = SentencepieceIds::AsStored);

  [[nodiscard]] TokenIds encode(std::string_view text) const override;
  [[nodiscard]] std::string decode(std::span<const TokenId> ids) const override;
  [[nodiscard]] const SpecialTokens& special() const noexcept override { return m_special; }
  [[nodiscard]] size_t size() const noexcept override { return m_size; }

 private:
  std::shared_ptr<void> m_model;
  SpecialTokens m_special;
  TokenId m_offset = 0;    // network id = stored id + offset
  TokenId m_unknown = -1;  // stored id of the unknown piece
  size_t m_size = 0;
};

struct SentencepieceTraining {
  int vocabularySize = 4096;  ///< fewer come out when the sentences do not hold so many pieces
  bool byteFallback = true;   ///< every text can be spelled, unknown letters by their bytes
  double characterCoverage = 0.9995;
  std::string normalization = "nmt_nfkc_cf";  ///< sentencepiece's name of a rule; _cf folds case
  bool bytePairs = false;                     ///< BPE instead of the unigram model
  int threads = 2;
};

/// Learns a vocabulary with padding 0, end 1, unknown 2 and no start, and returns the bytes of its
/// model file.
/// @param next the next sentence, or nothing at the end
/// @throws Error(InvalidInput) with sentencepiece's reason, e.g. too few sentences
[[nodiscard]] std::string trainSentencepiece(
    const std::function<std::optional<std::string>()>& next,
    const SentencepieceTraining& options = {});

}  // namespace pentimento
