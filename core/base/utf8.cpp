#include "core/base/utf8.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>

namespace pentimento {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool isAscii(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool inCategories(char32_t codePoint, utf8proc_category_t first,
                  utf8proc_category_t last) noexcept {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(codePoint));
  return first <= category && category <= last;
}

}  // namespace

char32_t nextCodePoint(std::string_view text, size_t& position) noexcept {
  const auto first = static_cast<unsigned char>(text[position]);
  if (first < 0x80) {
    ++position;
    return first;
  }
  utf8proc_int32_t codePoint = -1;
  const auto length =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + position,
                       static_cast<utf8proc_ssize_t>(text.size() - position), &codePoint);
  if (length <= 0 || codePoint < 0) {
    ++position;
    return kReplacement;
  }
  position += static_cast<size_t>(length);
  return static_cast<char32_t>(codePoint);
}

void appendUtf8(std::string& text, char32_t codePoint) {
  if (!utf8proc_codepoint_valid(static_cast<utf8proc_int32_t>(codePoint))) codePoint = kReplacement;
  utf8proc_uint8_t bytes[4];
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(codePoint), bytes);
  text.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(length));
}

std::string validUtf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t position = 0; position < text.size();)
    appendUtf8(result, nextCodePoint(text, position));
  return result;
}

bool isLetter(char32_t codePoint) noexcept {
  if (codePoint < 0x80) return (codePoint | 0x20) >= 'a' && (codePoint | 0x20) <= 'z';
  return inCategories(codePoint, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO);
}

bool isNumber(char32_t codePoint) noexcept {
  if (codePoint < 0x80) return codePoint >= '0' && codePoint <= '9';
  return inCategories(codePoint, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NO);
}

bool isSpace(char32_t codePoint) noexcept {
  if (codePoint < 0x80) return codePoint == ' ' || (codePoint >= '\t' && codePoint <= '\r');
  return codePoint == 0x85 || inCategories(codePoint, UTF8PROC_CATEGORY_ZS, UTF8PROC_CATEGORY_ZP);
}

std::string lowerCased(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t position = 0; position < text.size();) {
    const char32_t codePoint = nextCodePoint(text, position);
    // The one letter whose lower case is two code points: capital I with dot above.
    if (codePoint == 0x130) {
      result += "i\u0307";
      continue;
    }
    appendUtf8(result,
               static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(codePoint))));
  }
  return result;
}

std::string composed(std::string_view text) {
  if (isAscii(text)) return std::string(text);
  const std::string valid = validUtf8(text);
  utf8proc_uint8_t* raw = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                   static_cast<utf8proc_ssize_t>(valid.size()), &raw,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
  if (length < 0) throw std::bad_alloc();  // the only way valid UTF-8 can fail
  return std::string(reinterpret_cast<const char*>(raw), static_cast<size_t>(length));
}

std::vector<std::string_view> splitAtSpace(std::string_view text) {
  std::vector<std::string_view> words;
  size_t begin = 0;
  for (size_t position = 0; position < text.size();) {
    const size_t here = position;
    if (!isSpace(nextCodePoint(text, position))) continue;
    if (here > begin) words.push_back(text.substr(begin, here - begin));
    begin = position;
  }
  if (begin < text.size()) words.push_back(text.substr(begin));
  return words;
}

}  // namespace pentimento
