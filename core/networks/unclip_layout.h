/// Sizes of the built-in model's networks, read off the shapes of their weights.
#pragma once

#include "core/networks/embedding_prior.h"
#include "core/networks/small_clip.h"
#include "core/networks/unclip_decoder.h"
#include "core/networks/unclip_upsampler.h"
#include "core/weights/tensor_source.h"

namespace pentimento::nn {

/// @throws Error(UnsupportedModel) naming the first tensor that is missing
[[nodiscard]] UnclipDecoderOptions decoderOptionsOf(const TensorSource& source);
[[nodiscard]] PixelUnetOptions upsamplerOptionsOf(const TensorSource& source);
[[nodiscard]] SmallClipOptions smallClipOptionsOf(const TensorSource& source);
[[nodiscard]] EmbeddingPriorOptions embeddingPriorOptionsOf(const TensorSource& source);

}  // namespace pentimento::nn
