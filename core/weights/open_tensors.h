/// The way into every file of weights: what it is shows in its content, never in its name.
#pragma once

#include <filesystem>
#include <optional>

#include "core/api/run_context.h"
#include "core/weights/tensor_view.h"

namespace pentimento {

/// Opens safetensors, PyTorch checkpoints, an index of shards (`*.index.json`), or a folder that
/// holds one of them (`unet/`). Tensors are mapped; only headers are read.
/// A pickle called .safetensors is refused: that name promises that there is none.
/// @throws Error(NotFound, Io, CorruptFile, UnsupportedModel) with a sentence that says what the
/// file is instead (web page, git-lfs pointer, GGUF ...); Cancelled
[[nodiscard]] SharedSource openTensors(const std::filesystem::path& path,
                                       const RunContext& run = {});

/// The file that openTensors takes from a folder: safetensors before PyTorch, full names before
/// variants ("fp16"); nothing when there is none.
[[nodiscard]] std::optional<std::filesystem::path> weightsInFolder(
    const std::filesystem::path& folder);

}  // namespace pentimento
