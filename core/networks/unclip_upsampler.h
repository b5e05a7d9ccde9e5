/// The upsampler of the built-in model: a small picture, and what is known of the large one → the
/// large picture. Convolutions only, so it works at any size (Ramesh et al. 2022, section 2.1).
#pragma once

#include "core/networks/pixel_unet.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

/// All rows of a batch at once; sides of the large picture.
struct UpsamplerInput {
  torch::Tensor noisy;  ///< [N, 3, H, W]
  torch::Tensor time;   ///< [N], 0 = clean .. 1 = noise
  torch::Tensor low;    ///< [N, 3, H, W]: the small picture, enlarged by interpolation
  torch::Tensor known;  ///< [N, 3, H, W]: the large picture, 0 where `mask` is 1
  torch::Tensor mask;   ///< [N, 1, H, W]: 1 = to be painted
};

class UnclipUpsamplerImpl : public torch::nn::Module {
 public:
  /// @param unet  with 10 input channels, without tokens and vector
  explicit UnclipUpsamplerImpl(const PixelUnetOptions& unet);
  /// @returns an estimate of the large picture: `low` and what the network adds. [N, 3, H, W]
  torch::Tensor forward(const UpsamplerInput& input);

 private:
  PixelUnet enlarge;
};
TORCH_MODULE(UnclipUpsampler);

}  // namespace pentimento::nn
