/// A CLIP's two encoders, from whatever a card has them in.
#pragma once

#include "core/conditioning/clip_embedding.h"
#include "core/pipelines/model_family.h"

namespace pentimento {

struct ClipPair {
  TextTower text;
  nn::ClipImageEncoder image{nullptr};
  double scale = 100;  ///< see nn::ClipDual; what published models learned, where no file says it
};

/// From one file with both (transformers, OpenAI, open_clip), or from two of transformers.
/// @throws Error(UnsupportedModel) when the card has no such pair; Error(NotFound) when there is no
/// vocabulary; Cancelled
[[nodiscard]] ClipPair loadClipPair(const LoadRequest& load, const RunContext& run);

}  // namespace pentimento
