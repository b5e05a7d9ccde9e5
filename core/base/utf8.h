/// Code points of UTF-8 text that may be damaged, and the few Unicode properties tokenizers need.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pentimento {

/// Reads the code point at `position` and moves behind it. A byte that begins no valid sequence
/// yields U+FFFD and is passed alone. Requires position < text.size().
[[nodiscard]] char32_t nextCodePoint(std::string_view text, size_t& position) noexcept;
/// What is no Unicode character, surrogates included, is appended as U+FFFD.
void appendUtf8(std::string& text, char32_t codePoint);
/// The same text with every damaged byte replaced by U+FFFD.
[[nodiscard]] std::string validUtf8(std::string_view text);

[[nodiscard]] bool isLetter(char32_t codePoint) noexcept;  ///< Unicode category L
[[nodiscard]] bool isNumber(char32_t codePoint) noexcept;  ///< Unicode category N
[[nodiscard]] bool isSpace(char32_t codePoint) noexcept;   ///< Unicode property White_Space
/// Lower-case, code point by code point (no final-sigma rule).
[[nodiscard]] std::string lowerCased(std::string_view text);
/// Canonical composition (NFC); damaged bytes become U+FFFD.
[[nodiscard]] std::string composed(std::string_view text);

/// Maximal runs without white space, as views into `text`.
[[nodiscard]] std::vector<std::string_view> splitAtSpace(std::string_view text);

}  // namespace pentimento
