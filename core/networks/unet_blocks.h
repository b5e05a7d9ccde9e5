/// The levels of the Stable Diffusion U-Net, shared with networks that copy its encoder
/// (ControlNet).
#pragma once

#include "core/networks/unet_config.h"
#include "core/nn/attention.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

/// What every block is conditioned on.
struct UnetBlockCondition {
  torch::Tensor time;        ///< [N, T], of the time embedding
  AttentionContext context;  ///< of the text
};

/// Residual blocks, each followed by a spatial transformer where the level has attention; halves at
/// the end except on the last level (resnets, attentions, downsamplers.0).
class UnetDownBlockImpl : public torch::nn::Module {
 public:
  UnetDownBlockImpl(const UnetConfig& config, size_t level);
  /// Appends the output of every step to `skips`. [N, C, H, W] → [N, C', ⌈H/2⌉, ⌈W/2⌉]
  [[nodiscard]] torch::Tensor forward(torch::Tensor x, const UnetBlockCondition& condition,
                                      std::vector<torch::Tensor>& skips);

 private:
  torch::nn::ModuleList resnets, attentions{nullptr}, downsamplers{nullptr};
};
TORCH_MODULE(UnetDownBlock);

/// resnet, spatial transformer, resnet
class UnetMidBlockImpl : public torch::nn::Module {
 public:
  explicit UnetMidBlockImpl(const UnetConfig& config);
  /// [N, C, H, W] → same shape
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const UnetBlockCondition& condition);

 private:
  torch::nn::ModuleList attentions, resnets;
};
TORCH_MODULE(UnetMidBlock);

/// As the down block, its input joined with a skip connection before each residual block; doubles
/// at the end except on the first level (resnets, attentions, upsamplers.0).
class UnetUpBlockImpl : public torch::nn::Module {
 public:
  UnetUpBlockImpl(const UnetConfig& config, size_t level);
  /// Takes its skip connections from the end of `skips`, and enlarges to the size of the next.
  [[nodiscard]] torch::Tensor forward(torch::Tensor x, const UnetBlockCondition& condition,
                                      std::vector<torch::Tensor>& skips);

 private:
  torch::nn::ModuleList resnets, attentions{nullptr}, upsamplers{nullptr};
};
TORCH_MODULE(UnetUpBlock);

}  // namespace pentimento::nn
