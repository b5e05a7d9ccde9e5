/// A request with its pixels in one file: the frame by which the engine is asked for it (see
/// core/api/engine_frame.h), pixels as they are in memory: writing must not wait for a compressor.
#pragma once

#include <filesystem>

#include "core/api/generation_request.h"

namespace pentimento {

/// Complete or not there. @throws Error(Io); Error(InvalidInput) when it is larger than a frame
void writeRequestFile(const std::filesystem::path& path, const GenerationRequest& request);
/// @throws Error(NotFound, Io, CorruptFile)
[[nodiscard]] GenerationRequest readRequestFile(const std::filesystem::path& path);

}  // namespace pentimento
