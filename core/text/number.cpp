#include "core/text/number.h"

#include <algorithm>
#include <charconv>

#include "core/base/utf8.h"

namespace pentimento {

std::optional<double> plainNumber(std::string_view text) noexcept {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto isDigit = [](char c) { return '0' <= c && c <= '9'; };
  const auto points = std::ranges::count(text, '.');
  const auto digits = std::ranges::count_if(text, isDigit);
  if (digits == 0 || points > 1 || static_cast<size_t>(digits + points) != text.size())
    return std::nullopt;
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{}) return std::nullopt;
  return negative ? -value : value;
}

std::string_view trimmed(std::string_view text) noexcept {
  size_t begin = text.size(), end = 0;
  for (size_t position = 0; position < text.size();) {
    const size_t here = position;
    if (isSpace(nextCodePoint(text, position))) continue;
    begin = std::min(begin, here);
    end = position;
  }
  return begin < end ? text.substr(begin, end - begin) : std::string_view();
}

}  // namespace pentimento
