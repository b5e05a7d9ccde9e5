#include "core/base/printable.h"

#include <fmt/core.h>

#include <cstdint>

namespace pentimento {
namespace {

/// Length of the well-formed UTF-8 sequence that `text` starts with, 0 when there is none.
size_t utf8Length(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  const size_t length = lead < 0x80   ? 1
                        : lead < 0xC2 ? 0
                        : lead < 0xE0 ? 2
                        : lead < 0xF0 ? 3
                        : lead < 0xF5 ? 4
                                      : 0;
  if (length == 0 || length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  return length;
}

/// C0, DEL, C1 and the marks that turn the direction of text around or end a line.
bool isControl(std::string_view character) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(character[i]); };
  if (character.size() == 1) return byte(0) < 0x20 || byte(0) == 0x7F;
  if (character.size() == 2) return byte(0) == 0xC2 && byte(1) < 0xA0;
  if (character.size() == 3 && byte(0) == 0xE2) {
    if (byte(1) == 0x80)
      return byte(2) >= 0x8B && (byte(2) <= 0x8F || byte(2) >= 0xA8) && byte(2) <= 0xAE;
    if (byte(1) == 0x81) return byte(2) >= 0xA6 && byte(2) <= 0xA9;
  }
  return false;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size();) {
    const size_t length = utf8Length(text.substr(i));
    const std::string_view character = text.substr(i, length == 0 ? 1 : length);
    if (character == "\"" || character == "\\")
      result += fmt::format("\\{}", character);
    else if (length == 0 || isControl(character))
      for (const char byte : character)
        result += fmt::format("\\x{:02x}", static_cast<uint8_t>(byte));
    else
      result += character;
    i += character.size();
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
