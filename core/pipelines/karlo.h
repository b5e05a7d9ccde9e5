/// Karlo (unCLIP) as a model of the generator.
#pragma once

#include "core/pipelines/model_family.h"

namespace pentimento {

/// From a diffusers folder: of the text-to-image pipeline, of the variations pipeline (which has an
/// image encoder and no prior), or both in one.
/// @throws Error; Cancelled
[[nodiscard]] std::unique_ptr<PictureModel> loadKarlo(const LoadRequest& request,
                                                      const RunContext& run);

}  // namespace pentimento
