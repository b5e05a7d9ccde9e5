#include "core/imaging/text_encoding.h"

#include <algorithm>
#include <cstdint>

#include "core/base/utf8.h"

namespace pentimento {

std::string utf8FromLatin1(std::string_view latin1) {
  std::string result;
  result.reserve(latin1.size());
  for (const char c : latin1) appendUtf8(result, static_cast<uint8_t>(c));
  return result;
}

std::optional<std::string> latin1FromUtf8(std::string_view utf8) {
  std::string result;
  for (size_t position = 0; position < utf8.size();) {
    const char32_t code = nextCodePoint(utf8, position);
    if (code > 0xFF) return std::nullopt;
    result += static_cast<char>(code);
  }
  return result;
}

std::string utf16FromUtf8(std::string_view utf8) {
  std::string result;
  const auto append = [&](char32_t unit) {
    result += static_cast<char>(unit >> 8);
    result += static_cast<char>(unit & 0xFF);
  };
  for (size_t position = 0; position < utf8.size();) {
    const char32_t code = nextCodePoint(utf8, position);
    if (code < 0x10000) {
      append(code);
    } else {
      append(0xD800 + ((code - 0x10000) >> 10));
      append(0xDC00 + ((code - 0x10000) & 0x3FF));
    }
  }
  return result;
}

std::string utf8FromUtf16(std::string_view utf16, ByteOrder order) {
  const auto unitAt = [&](size_t i) -> char32_t {
    const auto first = static_cast<uint8_t>(utf16[2 * i]);
    const auto second = static_cast<uint8_t>(utf16[2 * i + 1]);
    return order == ByteOrder::Big ? first << 8 | second : second << 8 | first;
  };
  std::string result;
  const size_t count = utf16.size() / 2;
  for (size_t i = 0; i < count; ++i) {
    const char32_t unit = unitAt(i);
    const char32_t next = i + 1 < count ? unitAt(i + 1) : 0;
    if (unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
      appendUtf8(result, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
      ++i;
    } else {
      appendUtf8(result, unit);
    }
  }
  return result;
}

}  // namespace pentimento
