/// Text to token ids and back: what conditioning, token counters and training ask of any
/// vocabulary.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pentimento {

/// As wide as the index tensors that embedding tables are looked up with.
using TokenId = int64_t;
using TokenIds = std::vector<TokenId>;

/// Ids that stand for no text; absent when a vocabulary has none of that kind.
struct SpecialTokens {
  std::optional<TokenId> start;    ///< put before the text
  std::optional<TokenId> end;      ///< put after it; survives cutting
  std::optional<TokenId> unknown;  ///< for what the vocabulary cannot spell; dropped when absent
  TokenId pad = 0;
  bool operator==(const SpecialTokens&) const = default;
};

/// Thread-safety: const members may be called from several threads.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  /// Ids of the text alone, without start, end and padding. Any bytes are accepted: what is not
  /// UTF-8 counts as U+FFFD.
  [[nodiscard]] virtual TokenIds encode(std::string_view text) const = 0;
  /// The text that the ids spell; special and unknown ids spell nothing.
  [[nodiscard]] virtual std::string decode(std::span<const TokenId> ids) const = 0;
  [[nodiscard]] virtual const SpecialTokens& special() const noexcept = 0;
  /// Number of ids; every id is below it.
  [[nodiscard]] virtual size_t size() const noexcept = 0;

  /// How many ids of text fit between start and end.
  [[nodiscard]] size_t room(size_t length) const noexcept;
  /// Start, at most `room(length)` ids, end, padding: exactly `length` ids.
  [[nodiscard]] virtual TokenIds framed(std::span<const TokenId> ids, size_t length) const;
};

}  // namespace pentimento
