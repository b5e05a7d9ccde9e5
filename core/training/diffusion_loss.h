/// Noise, targets and losses of the diffusion networks that we train: continuous time, cosine
/// schedule, v-prediction.
#pragma once

#include "core/tensor/torch.h"

namespace pentimento::training {

/// alpha = cos(pi t / 2), sigma = sin(pi t / 2) (Nichol & Dhariwal 2021 without the offset).
struct NoiseLevel {
  torch::Tensor alpha, sigma;  ///< shaped for broadcasting over pictures: [N, 1, 1, 1]
};
[[nodiscard]] NoiseLevel noiseLevel(const torch::Tensor& time);

/// x_t = alpha·x0 + sigma·eps
[[nodiscard]] torch::Tensor addNoise(const torch::Tensor& x0, const torch::Tensor& eps,
                                     const NoiseLevel& level);
/// v = alpha·eps - sigma·x0 (Salimans & Ho 2022)
[[nodiscard]] torch::Tensor velocity(const torch::Tensor& x0, const torch::Tensor& eps,
                                     const NoiseLevel& level);
/// Inverse, given x_t.
[[nodiscard]] torch::Tensor x0FromVelocity(const torch::Tensor& xt, const torch::Tensor& v,
                                           const NoiseLevel& level);

/// min(1, (gamma + 1) / (SNR + 1)): min-SNR weighting for v (Hang et al. 2023) that keeps its full
/// weight at high noise, where the caption decides.
[[nodiscard]] torch::Tensor velocityWeight(const NoiseLevel& level, double gamma = 5);

/// Weighted squared error, mean over the batch. The unmasked part counts `outside`; an example's
/// loss is divided by the square root of its masked share, lest small masks drown under full ones.
/// v, target: [N, 3, H, W]; mask: [N, 1, H, W]; weight: [N, 1, 1, 1]
[[nodiscard]] torch::Tensor maskedVelocityLoss(const torch::Tensor& v, const torch::Tensor& target,
                                               const torch::Tensor& mask,
                                               const torch::Tensor& weight, double outside = 0.05);

/// Symmetric cross-entropy over all pairs of a batch (Radford et al. 2021, figure 3).
/// images, texts: [N, E] of unit length
[[nodiscard]] torch::Tensor contrastiveLoss(const torch::Tensor& images, const torch::Tensor& texts,
                                            const torch::Tensor& logScale);

}  // namespace pentimento::training
