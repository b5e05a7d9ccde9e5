/// Recipes that other programs left in pictures, read as requests.
#pragma once

#include <optional>

#include "core/api/generation_request.h"

namespace pentimento {

/// InvokeAI (`invokeai_metadata`, `sd-metadata`), SwarmUI and Fooocus (JSON under `parameters`),
/// ComfyUI (`prompt`: the graph that ran). What they do not say, or say in a way that means nothing
/// here, stays at its default. The task is TextToImage: pictures do not travel in the texts.
/// @return nothing when there is none of these, or it cannot be understood
[[nodiscard]] std::optional<GenerationRequest> readForeignRecipe(const ImageMetadata& metadata);

}  // namespace pentimento
