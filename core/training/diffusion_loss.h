/// Noise, targets and losses of the diffusion networks that we train: continuous time, cosine
/// schedule, prediction of the clean picture.
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
/// min(SNR + 1, gamma + 1): what the error of the clean picture counts. It is the error of the
/// velocity (Salimans & Ho 2022) with min-SNR weighting (Hang et al. 2023), which keeps its full
/// weight at high noise, where the caption decides. [N, 1, 1, 1]
[[nodiscard]] torch::Tensor pictureWeight(const NoiseLevel& level, double gamma = 5);

/// What the pixels of a masked picture count; those inside the mask count 1.
struct MaskImportance {
  double outside = 0.05;
  double border = 1;  ///< inside the mask, within two pixels of what is known: there a seam shows
};

/// Weighted squared error, mean over the batch. An example's loss is divided by the square root of
/// its masked share, lest small masks drown under full ones.
/// estimate, x0: [N, 3, H, W]; mask: [N, 1, H, W]; weight: [N, 1, 1, 1]
[[nodiscard]] torch::Tensor maskedPictureLoss(const torch::Tensor& estimate,
                                              const torch::Tensor& x0, const torch::Tensor& mask,
                                              const torch::Tensor& weight,
                                              const MaskImportance& counts = {});

/// Symmetric cross-entropy over all pairs of a batch (Radford et al. 2021, figure 3).
/// images, texts: [N, E] of unit length
[[nodiscard]] torch::Tensor contrastiveLoss(const torch::Tensor& images, const torch::Tensor& texts,
                                            const torch::Tensor& logScale);

}  // namespace pentimento::training
