/// The sampling loops of the dalle2-pytorch library's priors and decoders, over the networks alone.
#pragma once

#include <vector>

#include "core/networks/dalle2_prior.h"
#include "core/networks/dalle2_unet.h"
#include "core/pipelines/unclip_sampling.h"

namespace pentimento::dalle2 {

/// How one network is run.
struct Run {
  std::vector<double> betas;  ///< of training, from the checkpoint
  int steps = 0;              ///< 0 or all of training: ancestral; fewer: DDIM
  double guidance = 1;        ///< 1: the half without conditioning is not computed
  double eta = 0;             ///< of DDIM; the library has 1 for priors and 0 for decoders
  unclip::Draw draw;          ///< first the start, then in the order of the library's loop
  unclip::OnStep onStep = {};
};

/// Text → CLIP image embedding. @return [N, E] float32, of about unit length
[[nodiscard]] torch::Tensor samplePrior(nn::Dalle2Prior& prior, const nn::Dalle2PriorText& text,
                                        const Run& run);

/// What is to be kept of a picture.
struct Known {
  torch::Tensor picture;  ///< [1, C, H, W] in −1..1
  torch::Tensor keep;     ///< [1, 1, H, W] bool
  int resamples = 5;      ///< RePaint (Lugmayr et al. 2022)
};

/// One network of a cascade. `input.x` and `input.time` are not read.
/// @param shape      [N, C, H, W]
/// @param threshold  0: x0 is clamped to −1..1; else this quantile of |x0| becomes 1 where it is
///                   larger (Saharia et al. 2022, "dynamic thresholding")
/// @return [N, C, H, W] in about −1..1, float32
[[nodiscard]] torch::Tensor sampleUnet(nn::Dalle2Unet& unet, const nn::Dalle2UnetInput& input,
                                       torch::IntArrayRef shape, const Run& run,
                                       const Known* known = nullptr, double threshold = 0);

/// The way back: noise from which DDIM without chance (eta 0) makes `picture` again, with the same
/// number of steps; guidance is not used. Only for networks that do not enlarge.
/// @param picture  [1, C, H, W] in −1..1
/// @param run      fewer steps than of training; nothing is drawn
[[nodiscard]] torch::Tensor invertUnet(nn::Dalle2Unet& unet, const nn::Dalle2UnetInput& input,
                                       const torch::Tensor& picture, const Run& run);

/// See sampleUnet.
[[nodiscard]] torch::Tensor thresholded(const torch::Tensor& x0, double quantile);

}  // namespace pentimento::dalle2
