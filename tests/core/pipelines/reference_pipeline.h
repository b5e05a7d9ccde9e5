/// Replaying the whole runs of the reference pipelines (e2e.json) with their stored noises.
#pragma once

#include <filesystem>

#include "core/base/json.h"
#include "core/pipelines/latent_run.h"

namespace pentimento {

/// Loads a checkpoint in float32 on the CPU. @param tokenizer folder for files that bring none
[[nodiscard]] StableDiffusionParts referenceParts(const std::filesystem::path& checkpoint,
                                                  const std::filesystem::path& tokenizer = {});

/// Compares every network call, the final latents and, where it is stored, the picture of one run.
/// @param entry of e2e.json; its "file" is relative to `family`
void expectRunAgrees(const std::filesystem::path& family, const Json& entry,
                     StableDiffusionParts& parts);

}  // namespace pentimento
