#include "core/base/printable.h"

#include <fmt/core.h>

#include <cstdint>

#include "core/base/utf8.h"

namespace pentimento {
namespace {

/// C0, DEL, C1 and the marks that turn the direction of text around or end a line.
bool isControl(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// Whether these bytes are what stands for the character, and not damage read as U+FFFD.
bool spells(std::string_view bytes, char32_t character) {
  std::string spelt;
  appendUtf8(spelt, character);
  return spelt == bytes;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (size_t position = 0; position < text.size();) {
    const size_t begin = position;
    const char32_t code = nextCodePoint(text, position);
    const std::string_view character = text.substr(begin, position - begin);
    if (code == '"' || code == '\\')
      result += fmt::format("\\{}", character);
    else if (isControl(code) || !spells(character, code))
      for (const char byte : character)
        result += fmt::format("\\x{:02x}", static_cast<uint8_t>(byte));
    else
      result += character;
  }
  return result;
}

}  // namespace

std::string printable(std::string_view text, size_t maxBytes) {
  if (text.size() <= maxBytes) return escaped(text);
  const size_t tail = maxBytes / 4;
  return fmt::format("{}...{} ({} bytes)", escaped(text.substr(0, maxBytes - tail)),
                     escaped(text.substr(text.size() - tail)), text.size());
}

}  // namespace pentimento
