/// The graph of nodes that ComfyUI puts into pictures (`prompt`, its API format).
#pragma once

#include <optional>

#include "core/api/generation_request.h"

namespace pentimento {

/// Follows the links from the first sampling pass to its prompts, model, LoRAs and size. Nodes of
/// other makes are passed through where they hand something on.
/// @param graph node id → {"class_type": ..., "inputs": {...}}; anything may be missing or cyclic
/// @return nothing when no node samples
[[nodiscard]] std::optional<GenerationRequest> requestFromComfyUi(const Json& graph);

}  // namespace pentimento
