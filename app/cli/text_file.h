/// Text files that people wrote.
#pragma once

#include <string>

namespace pentimento::cli {

/// The text without byte-order mark and without the line break at its end; lines end in \n.
/// @throws Error(NotFound, Io); Error(InvalidInput) when it is not UTF-8, naming the encoding it
/// looks like
[[nodiscard]] std::string readUtf8File(const std::string& path);

}  // namespace pentimento::cli
