/// The two halves of the KL autoencoder, also used by other autoencoders with the same halves.
#pragma once

#include "core/networks/kl_autoencoder_config.h"
#include "core/nn/convolution.h"
#include "core/nn/group_norm.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

/// resnet, self-attention, resnet at the coarsest level (resnets, attentions.0).
class KlMidBlockImpl : public torch::nn::Module {
 public:
  explicit KlMidBlockImpl(const KlAutoencoderConfig& config);
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x);

 private:
  torch::nn::ModuleList attentions{nullptr}, resnets;
};
TORCH_MODULE(KlMidBlock);

/// Pictures to twice the latent channels.
class KlEncoderImpl : public torch::nn::Module {
 public:
  explicit KlEncoderImpl(const KlAutoencoderConfig& config);
  /// [N, 3, H, W] → [N, 2·Cl, ⌊H/f⌋, ⌊W/f⌋]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& picture);

 private:
  Conv2d conv_in;
  torch::nn::ModuleList down_blocks;
  KlMidBlock mid_block;
  GroupNorm conv_norm_out;
  Conv2d conv_out;
};
TORCH_MODULE(KlEncoder);

/// Latents to pictures.
class KlDecoderImpl : public torch::nn::Module {
 public:
  explicit KlDecoderImpl(const KlAutoencoderConfig& config);
  /// [N, Cl, h, w] → [N, 3, h·f, w·f]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& latents);

 private:
  Conv2d conv_in;
  KlMidBlock mid_block;
  torch::nn::ModuleList up_blocks;
  GroupNorm conv_norm_out;
  Conv2d conv_out;
};
TORCH_MODULE(KlDecoder);

}  // namespace pentimento::nn
