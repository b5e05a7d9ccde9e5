/// Any checkpoint that can be read, as safetensors.
#pragma once

#include <filesystem>

#include "core/api/run_context.h"
#include "core/base/files.h"

namespace pentimento {

struct ConversionSummary {
  size_t tensors = 0;
  uint64_t bytes = 0;  ///< of the new file
};

/// Keeps names, number types and shapes; what stood beside the tensors (epoch, name ...) goes into
/// the metadata. The new file is complete or not there. Stages: "load", "save".
/// @throws Error as openTensors and writeSafetensors; Cancelled
ConversionSummary convertToSafetensors(const std::filesystem::path& from,
                                       const std::filesystem::path& to, IfExists ifExists,
                                       const RunContext& run = {});

}  // namespace pentimento
