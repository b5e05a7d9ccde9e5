#pragma once

#include "core/networks/unet_blocks.h"
#include "core/networks/unet_config.h"
#include "core/nn/convolution.h"
#include "core/nn/group_norm.h"
#include "core/nn/timestep_embedding.h"

namespace pentimento::nn {

/// What a denoising step is conditioned on. N = batch.
struct UnetCondition {
  torch::Tensor context;        ///< [N, L, C] hidden states of the text
  torch::Tensor textEmbedding;  ///< [N, P] pooled text; only with UnetConfig::additionChannels
  torch::Tensor sizes;          ///< [N, 6] original height, width, crop top, left, target height,
                                ///< width; only with UnetConfig::sizeChannels
  torch::Tensor
      guidance;  ///< [N, G] embedded guidance scale, of distilled models; may be undefined
  KeyValueCache* keyValues = nullptr;  ///< of `context`, when it is asked about at every step
};

/// Corrections of a ControlNet, added to the skip connections and to the middle block's output.
struct UnetResiduals {
  std::vector<torch::Tensor> skips;  ///< one for each skip connection, or none at all
  torch::Tensor middle;
};

/// The denoising network of Stable Diffusion 1.x, 2.x and XL (diffusers' UNet2DConditionModel).
/// Submodules bear their checkpoint names.
class UnetImpl : public torch::nn::Module {
 public:
  /// Parameters are uninitialised (see PlacementScope and loadStateDict).
  explicit UnetImpl(const UnetConfig& config);

  /// x: [N, Cin, H, W] noisy latents; times: [N] or [1], may be fractional → [N, Cout, H, W] the
  /// network's prediction, in the format of x
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& times,
                                      const UnetCondition& condition,
                                      const UnetResiduals& residuals = {});

  [[nodiscard]] const UnetConfig& config() const noexcept { return m_config; }

 private:
  [[nodiscard]] torch::Tensor embedTime(const torch::Tensor& times, int64_t pictures,
                                        const UnetCondition& condition);

  UnetConfig m_config;
  Conv2d conv_in;
  TimestepEmbedding time_embedding, add_embedding{nullptr};
  torch::nn::ModuleList down_blocks, up_blocks;
  UnetMidBlock mid_block;
  GroupNorm conv_norm_out;
  Conv2d conv_out;
};
TORCH_MODULE(Unet);

}  // namespace pentimento::nn
