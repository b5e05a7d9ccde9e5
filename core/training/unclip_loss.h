/// Losses of the dalle2-pytorch library, which LAION trained its public priors and decoders with.
#pragma once

#include <vector>

#include "core/networks/dalle2_prior.h"
#include "core/networks/dalle2_unet.h"

namespace pentimento::training {

/// The examples of one step: when and with what each is noised.
struct Dalle2Noise {
  std::vector<double> betas;  ///< of training, from the checkpoint
  torch::Tensor times;        ///< [N] int64
  torch::Tensor noise;        ///< unit normal, of the target's shape
};

/// Squared error of the clean embedding, which counts as one of length sqrt(E).
/// @param embeddings  [N, E] of pictures, of any length
/// @param drop        the network is told nothing, as guidance needs it
[[nodiscard]] torch::Tensor dalle2PriorLoss(nn::Dalle2Prior& prior, const torch::Tensor& embeddings,
                                            const nn::Dalle2PriorText& text,
                                            const Dalle2Noise& noise, bool drop = false);

struct Dalle2UnetLossOptions {
  /// Weight (k + SNR)^−gamma of the noise's error (Choi et al. 2022, "P2"); gamma 0 = all alike.
  double k = 1, gamma = 0;
  double variationalBound = 0.001;  ///< its weight, for networks that learn the variance
};

/// Squared error of the noise, and where the network learns its variance the variational bound in
/// bits with the mean held fast (Nichol & Dhariwal 2021, section 3.1).
/// @param pictures  [N, C, H, W] in −1..1
/// @param input     what the network is told; x and time are not read
[[nodiscard]] torch::Tensor dalle2UnetLoss(nn::Dalle2Unet& unet, const torch::Tensor& pictures,
                                           const nn::Dalle2UnetInput& input,
                                           const Dalle2Noise& noise,
                                           const Dalle2UnetLossOptions& options = {},
                                           bool drop = false);

/// What an upsampler is told of a picture: it at the side of the stage before, perhaps blurred (as
/// half of the training is, against artefacts of that stage), and enlarged again; all by nearest
/// pixel. Same shape as `pictures`.
[[nodiscard]] torch::Tensor dalle2LowResolution(const torch::Tensor& pictures, int64_t side,
                                                bool blurred);

}  // namespace pentimento::training
