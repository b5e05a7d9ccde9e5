/// The part of ComfyUI's `extra_model_paths.yaml` that names folders.
#pragma once

#include "core/weights/model_folders.h"

namespace pentimento {

struct ComfyUiPath {
  AssetKind kind;
  std::filesystem::path folder;
};

/// @param beside  what a relative `base_path` is relative to: the folder of the file
[[nodiscard]] std::vector<ComfyUiPath> parseComfyUiPaths(std::string_view yaml,
                                                         const std::filesystem::path& beside);

}  // namespace pentimento
