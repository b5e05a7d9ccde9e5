/// A request with its pixels in one file: a line of magic, the length of a JSON head, the head,
/// then the pixels as they are in memory (writing must not wait for a compressor).
#pragma once

#include <filesystem>

#include "core/api/generation_request.h"

namespace pentimento {

/// Complete or not there. @throws Error(Io)
void writeRequestFile(const std::filesystem::path& path, const GenerationRequest& request);
/// @throws Error(NotFound, Io, CorruptFile)
[[nodiscard]] GenerationRequest readRequestFile(const std::filesystem::path& path);

}  // namespace pentimento
