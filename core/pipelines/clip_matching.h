/// Pictures and texts compared by CLIP.
#pragma once

#include "core/api/picture_match.h"
#include "core/pipelines/model_family.h"

namespace pentimento {

/// @param load a card of family Clip, or of a model with a CLIP's text and image encoder
/// @throws Error(UnsupportedModel) when the card has no such pair; Cancelled
[[nodiscard]] MatchResult matchPictures(const MatchRequest& request, const LoadRequest& load,
                                        const RunContext& run);

}  // namespace pentimento
