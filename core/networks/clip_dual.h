/// CLIP as published: both encoders in one file (Radford et al. 2021).
#pragma once

#include <optional>

#include "core/networks/clip_image_encoder.h"
#include "core/networks/clip_text_encoder.h"
#include "core/tensor/placement.h"
#include "core/tensor/state_dict.h"
#include "core/weights/tensor_view.h"

namespace pentimento::nn {

struct ClipDual {
  ClipTextEncoder text{nullptr};
  ClipImageEncoder image{nullptr};
  double scale = 100;  ///< exp(logit_scale): what cosines are multiplied by before a softmax
};

/// From a file of transformers, OpenAI (TorchScript archive or state dictionary) or open_clip.
/// @param config  config.json of a transformers folder; without one, the tensors tell
/// @throws Error(UnsupportedModel) when it is no such file, or its encoders do not belong together
[[nodiscard]] ClipDual loadClipDual(const SharedSource& checkpoint,
                                    const std::optional<Json>& config, const Placement& placement,
                                    const LoadOptions& options);

/// The scale of such a file; 100, what published ones learned, where it does not say.
[[nodiscard]] double clipScale(const SharedSource& checkpoint);

/// From names and shapes in transformers' names.
[[nodiscard]] ClipImageConfig clipImageConfigFromTensors(const TensorSource& source,
                                                         Activation activation);

}  // namespace pentimento::nn
