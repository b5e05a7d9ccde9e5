/// Stable Diffusion 1.x, 2.x and XL as a model of the generator.
#pragma once

#include "core/pipelines/model_family.h"

namespace pentimento {

/// @throws Error; Cancelled
[[nodiscard]] std::unique_ptr<PictureModel> loadStableDiffusion(const LoadRequest& request,
                                                                const RunContext& run);

}  // namespace pentimento
