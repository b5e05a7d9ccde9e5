/// Reading whole small files, and writing files that are either complete or not there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace pentimento {

/// @throws Error(NotFound, Io); Error(InvalidInput) when the file is larger than `maxBytes`
[[nodiscard]] std::string readTextFile(const std::filesystem::path& path, uintmax_t maxBytes);

enum class IfExists { Refuse, Replace };

/// Writes to a temporary file beside `path`, fsyncs it, renames it onto `path` and fsyncs the
/// folder: after a crash or a full disk there is the old file or the new one, never a part.
/// @throws Error(InvalidInput) if it exists and may not be replaced; Error(Io) with the system's
/// reason
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> bytes,
                         IfExists ifExists);
void writeFileAtomically(const std::filesystem::path& path, std::string_view text,
                         IfExists ifExists);

}  // namespace pentimento
