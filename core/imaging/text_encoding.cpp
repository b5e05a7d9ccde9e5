#include "core/imaging/text_encoding.h"

#include <algorithm>
#include <cstdint>

namespace pentimento {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

void appendUtf8(std::string& text, char32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = kReplacement;
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | (code >> shift & 0x3F)); };
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0 | code >> 6);
    tail(0);
  } else if (code < 0x10000) {
    text += static_cast<char>(0xE0 | code >> 12);
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0 | code >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

/// Takes the next character off the front of `text`, which must not be empty.
char32_t takeUtf8(std::string_view& text) {
  const auto byteAt = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byteAt(0);
  const size_t length = lead < 0x80   ? 1
                        : lead < 0xC2 ? 0
                        : lead < 0xE0 ? 2
                        : lead < 0xF0 ? 3
                        : lead < 0xF5 ? 4
                                      : 0;
  char32_t code = length == 1 ? lead : lead & (0x7F >> length);
  bool valid = length > 0 && length <= text.size();
  for (size_t i = 1; valid && i < length; ++i) {
    valid = (byteAt(i) & 0xC0) == 0x80;
    code = code << 6 | (byteAt(i) & 0x3F);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (valid)
    valid = code >= kLeast[length] && code <= 0x10FFFF && !(code >= 0xD800 && code < 0xE000);
  text.remove_prefix(valid ? length : 1);
  return valid ? code : kReplacement;
}

}  // namespace

std::string utf8FromLatin1(std::string_view latin1) {
  std::string result;
  result.reserve(latin1.size());
  for (const char c : latin1) appendUtf8(result, static_cast<uint8_t>(c));
  return result;
}

std::optional<std::string> latin1FromUtf8(std::string_view utf8) {
  std::string result;
  while (!utf8.empty()) {
    const char32_t code = takeUtf8(utf8);
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
  while (!utf8.empty()) {
    const char32_t code = takeUtf8(utf8);
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

std::string validUtf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) appendUtf8(result, takeUtf8(text));
  return result;
}

}  // namespace pentimento
