#pragma once

#include "core/tensor/torch.h"

namespace pentimento::nn {

enum class LatentSpace {
  StableDiffusion,    ///< of the autoencoder of 1.x and 2.x
  StableDiffusionXl,  ///< of the autoencoder of XL
};

/// A rough picture of latents at the sampler's scale, one pixel each: a linear map of the four
/// channels to colours. Costs microseconds.
/// [N, 4, h, w] → [N, 3, h, w] in [−1, 1], clamped
[[nodiscard]] torch::Tensor latentPreview(const torch::Tensor& latents, LatentSpace space);

}  // namespace pentimento::nn
