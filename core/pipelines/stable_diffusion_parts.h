/// A Stable Diffusion model as the networks it is made of.
#pragma once

#include "core/conditioning/text_conditioner.h"
#include "core/diffusion/sampling_plan.h"
#include "core/networks/kl_autoencoder.h"
#include "core/networks/lora.h"
#include "core/networks/tiny_autoencoder.h"
#include "core/networks/unet.h"
#include "core/pipelines/model_family.h"
#include "core/pipelines/wide_precision.h"
#include "core/tensor/placement.h"

namespace pentimento {

struct StableDiffusionParts {
  nn::Unet unet{nullptr};
  nn::KlAutoencoder autoencoder{nullptr};
  TextConditioner text{{}};
  std::vector<nn::LoraPatcher> patchers;  ///< of the U-Net and of each text encoder
  nn::TinyDecoder preview{nullptr};       ///< when the model folders hold one
  SchedulerConfig scheduler;
  Placement placement;
  bool zerosForNoNegative = false;  ///< see PromptPlanOptions

  /// Runs `function` while all networks compute in float32.
  template <typename Function>
  decltype(auto) inFloat32(Function&& function);

  /// The network is told the sizes of the picture (XL).
  [[nodiscard]] bool takesSizes() const { return unet->config().sizeChannels > 0; }
  /// The network takes the mask and the masked picture as inputs.
  [[nodiscard]] bool takesMask() const {
    return unet->config().inChannels == 2 * autoencoder->config().latentChannels + 1;
  }
};

template <typename Function>
decltype(auto) StableDiffusionParts::inFloat32(Function&& function) {
  std::vector<std::shared_ptr<torch::nn::Module>> networks{unet.ptr(), autoencoder.ptr()};
  for (const TextTower& tower : text.towers()) networks.push_back(tower.encoder.ptr());
  struct Wide {
    explicit Wide(StableDiffusionParts& all, std::vector<std::shared_ptr<torch::nn::Module>> them)
        : parts(all), networks(std::move(them)), stored(all.placement.dtype) {
      parts.placement.dtype = torch::kFloat32;
      parts.text.forgetEncodings();
    }
    ~Wide() {
      parts.placement.dtype = stored;
      parts.text.forgetEncodings();
    }
    StableDiffusionParts& parts;
    WidePrecision networks;
    torch::ScalarType stored;
  } const wide(*this, std::move(networks));
  return function();
}

/// From a diffusers folder or a single file, as the card says.
/// @throws Error(UnsupportedModel, NotFound, CorruptFile) naming the part; Cancelled
[[nodiscard]] StableDiffusionParts loadStableDiffusionParts(const LoadRequest& request,
                                                            const RunContext& run);

}  // namespace pentimento
