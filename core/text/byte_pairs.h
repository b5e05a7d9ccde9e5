/// Byte-pair encoding itself (Sennrich et al. 2016), shared by all vocabularies built on it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/text/tokenizer.h"

namespace pentimento {

/// The 256 printable characters that stand for bytes in vocabularies of the GPT-2 line, as UTF-8.
/// `order` lists the bytes in the order in which such vocabularies number them.
struct ByteAlphabet {
  std::array<std::string, 256> standIn;
  std::array<uint8_t, 256> order;
};
[[nodiscard]] const ByteAlphabet& byteAlphabet();

/// Which symbols a vocabulary has, what id each carries, and which neighbours join in which order.
/// Built once, then only read.
class BytePairs {
 public:
  using Symbol = int32_t;
  static constexpr Symbol kNoSymbol = -1;

  using Vocabulary = std::unordered_map<std::string, TokenId>;
  using Merges = std::vector<std::pair<std::string, std::string>>;  ///< first merge first

  /// Merges may name symbols that the vocabulary lacks: they have no id, yet take part in merging.
  BytePairs(const Vocabulary& vocabulary, const Merges& merges);

  [[nodiscard]] Symbol find(std::string_view text) const noexcept;  ///< kNoSymbol when unknown
  /// Joins neighbours, lowest rank first, until nothing joins: O(n log n).
  void merge(std::vector<Symbol>& word) const;
  /// The symbol's id, or `unknown` when it has none.
  [[nodiscard]] TokenId id(Symbol symbol, TokenId unknown) const noexcept;
  /// The symbol behind an id, as written in the vocabulary; empty when there is none.
  [[nodiscard]] std::string_view text(TokenId id) const noexcept;
  [[nodiscard]] size_t size() const noexcept { return m_texts.size(); }  ///< largest id + 1

 private:
  struct Merge {
    int32_t rank;
    Symbol result;
  };
  [[nodiscard]] Symbol intern(const std::string& text);
  [[nodiscard]] const Merge* findMerge(Symbol left, Symbol right) const noexcept;

  std::unordered_map<std::string, Symbol> m_symbols;
  std::vector<TokenId> m_ids;        // by symbol
  std::vector<std::string> m_texts;  // by id
  std::unordered_map<uint64_t, Merge> m_merges;
};

/// Undoes the byte alphabet: stand-ins become the bytes they stand for, anything else is dropped.
[[nodiscard]] std::string bytesFromStandIns(std::string_view text);

}  // namespace pentimento
