/// Character sets of picture metadata. Damaged input becomes U+FFFD, never an error: a picture
/// opens whatever its comments hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pentimento {

[[nodiscard]] std::string utf8FromLatin1(std::string_view latin1);
/// Nothing when some character has no place in Latin-1.
[[nodiscard]] std::optional<std::string> latin1FromUtf8(std::string_view utf8);

/// Big endian, without byte order mark.
[[nodiscard]] std::string utf16FromUtf8(std::string_view utf8);
enum class ByteOrder { Big, Little };
[[nodiscard]] std::string utf8FromUtf16(std::string_view utf16, ByteOrder order);

}  // namespace pentimento
