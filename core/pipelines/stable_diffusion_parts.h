/// A Stable Diffusion model as the networks it is made of.
#pragma once

#include "core/conditioning/text_conditioner.h"
#include "core/diffusion/sampling_plan.h"
#include "core/networks/kl_autoencoder.h"
#include "core/networks/unet.h"
#include "core/pipelines/model_family.h"
#include "core/tensor/placement.h"

namespace pentimento {

struct StableDiffusionParts {
  nn::Unet unet{nullptr};
  nn::KlAutoencoder autoencoder{nullptr};
  TextConditioner text{{}};
  SchedulerConfig scheduler;
  Placement placement;
  bool zerosForNoNegative = false;  ///< see PromptPlanOptions

  /// The network is told the sizes of the picture (XL).
  [[nodiscard]] bool takesSizes() const { return unet->config().sizeChannels > 0; }
  /// The network takes the mask and the masked picture as inputs.
  [[nodiscard]] bool takesMask() const {
    return unet->config().inChannels == 2 * autoencoder->config().latentChannels + 1;
  }
};

/// From a diffusers folder or a single file, as the card says.
/// @throws Error(UnsupportedModel, NotFound, CorruptFile) naming the part; Cancelled
[[nodiscard]] StableDiffusionParts loadStableDiffusionParts(const LoadRequest& request,
                                                            const RunContext& run);

}  // namespace pentimento
