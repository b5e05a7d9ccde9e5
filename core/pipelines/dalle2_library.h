/// Checkpoints of the dalle2-pytorch library (LAION's DALL·E 2) as a model of the generator.
#pragma once

#include "core/pipelines/model_family.h"

namespace pentimento {

/// From a folder with the checkpoints of a prior and of a decoder, the decoder's training
/// configuration (JSON) beside its checkpoint, and the CLIP that both were trained with.
/// @throws Error; Cancelled
[[nodiscard]] std::unique_ptr<PictureModel> loadDalle2Library(const LoadRequest& request,
                                                              const RunContext& run);

}  // namespace pentimento
