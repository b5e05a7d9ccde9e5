/// Tables of enumerators and the words that stand for them in JSON and on the command line.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/error.h"

namespace pentimento {

template <typename Enumerator, size_t Count>
using EnumWords = std::array<std::pair<Enumerator, std::string_view>, Count>;

/// Empty for an enumerator that the table lacks.
template <typename Enumerator, size_t Count>
[[nodiscard]] std::string_view wordIn(const EnumWords<Enumerator, Count>& words,
                                      Enumerator value) noexcept {
  for (const auto& [known, word] : words)
    if (known == value) return word;
  return {};
}

/// @param what names the kind of thing in the error
/// @throws Error(InvalidInput) listing the words that are known
template <typename Enumerator, size_t Count>
[[nodiscard]] Enumerator enumeratorIn(const EnumWords<Enumerator, Count>& words,
                                      std::string_view what, std::string_view word) {
  std::string all;
  for (const auto& [value, known] : words) {
    if (known == word) return value;
    all += all.empty() ? "" : ", ";
    all += known;
  }
  throw Error(ErrorKind::InvalidInput, "\"{}\" is not a {}; known are {}", word, what, all);
}

}  // namespace pentimento
