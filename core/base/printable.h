/// Text from files and networks, made safe to show in a terminal, a log or a dialog.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pentimento {

/// Control characters, quotes, backslashes and bytes that are not UTF-8 are written as escapes;
/// text longer than `maxBytes` is cut in the middle and its length said.
[[nodiscard]] std::string printable(std::string_view text, size_t maxBytes = 120);

}  // namespace pentimento
