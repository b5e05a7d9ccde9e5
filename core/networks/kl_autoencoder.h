#pragma once

#include "core/networks/kl_coders.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

/// A diagonal normal distribution over latents.
struct LatentDistribution {
  torch::Tensor mean;         ///< [N, Cl, h, w]
  torch::Tensor logVariance;  ///< clamped to [−30, 20]
  /// mean + deviation·noise; `noise` is unit normal, of the same shape
  [[nodiscard]] torch::Tensor sample(const torch::Tensor& noise) const;
};

/// [N, 2·Cl, h, w] mean and log variance, as the encoder gives them
[[nodiscard]] LatentDistribution distributionOf(const torch::Tensor& moments);

/// The autoencoder of latent diffusion models (Rombach et al. 2022; diffusers' AutoencoderKL).
/// Pictures are [N, 3, H, W] in [−1, 1]; latents are the network's own, not yet scaled for the
/// sampler (see toSampler and fromSampler).
class KlAutoencoderImpl : public torch::nn::Module {
 public:
  explicit KlAutoencoderImpl(const KlAutoencoderConfig& config);

  /// [N, 3, H, W] → [N, 2·Cl, ⌊H/f⌋, ⌊W/f⌋] mean and log variance, not clamped
  [[nodiscard]] torch::Tensor encodeMoments(const torch::Tensor& picture);
  [[nodiscard]] LatentDistribution encode(const torch::Tensor& picture);
  /// [N, Cl, h, w] → [N, 3, h·f, w·f], not clamped
  [[nodiscard]] torch::Tensor decode(const torch::Tensor& latents);

  /// Latents as the sampler sees them: (latents − shift)·factor
  [[nodiscard]] torch::Tensor toSampler(const torch::Tensor& latents) const;
  [[nodiscard]] torch::Tensor fromSampler(const torch::Tensor& latents) const;

  [[nodiscard]] const KlAutoencoderConfig& config() const noexcept { return m_config; }

 private:
  KlAutoencoderConfig m_config;
  KlEncoder encoder;
  KlDecoder decoder;
  Conv2d quant_conv{nullptr}, post_quant_conv{nullptr};  // only in checkpoints that have them
};
TORCH_MODULE(KlAutoencoder);

}  // namespace pentimento::nn
