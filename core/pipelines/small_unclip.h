/// The built-in model, and every other that `train` makes: a small DALL·E 2.
#pragma once

#include "core/networks/small_clip.h"
#include "core/pipelines/model_family.h"

namespace pentimento {

/// A folder with decoder.safetensors, captions.model and, where there are such, upsampler, clip (to
/// rank) and prior (with clip: variations, interpolation, text diffs); words.txt holds the words it
/// was trained with.
/// @throws Error(NotFound, CorruptFile, UnsupportedModel)
[[nodiscard]] std::unique_ptr<PictureModel> loadSmallUnclip(const LoadRequest& request,
                                                            const RunContext& run);

/// The CLIP of such a folder, once for all that use it. @param[out] options  what it is like
/// @throws Error(NotFound, CorruptFile, UnsupportedModel)
[[nodiscard]] nn::SmallClip loadSmallClip(const LoadRequest& request, const ModelPart& part,
                                          const RunContext& run, nn::SmallClipOptions& options);

}  // namespace pentimento
