/// What a network predicts, and how x0 follows from it.
#pragma once

#include <functional>

#include "core/api/model_card.h"
#include "core/diffusion/schedule.h"
#include "core/tensor/torch.h"

namespace pentimento {

/// x0 from the network's output: x - sigma·eps; or from v = alpha·eps - sigma_vp·x0 (Salimans & Ho
/// 2022); or the output itself. x: any shape, in the variance-exploding view.
/// @throws Error(UnsupportedModel) for flow models, which do not take part yet
[[nodiscard]] torch::Tensor x0FromOutput(Prediction prediction, const torch::Tensor& x,
                                         const torch::Tensor& output, double sigma);
/// Inverse of `x0FromOutput`.
[[nodiscard]] torch::Tensor outputFromX0(Prediction prediction, const torch::Tensor& x,
                                         const torch::Tensor& x0, double sigma);

/// The network with guidance and all conditioning: (scaled input, time) → output, shaped alike.
using Network = std::function<torch::Tensor(const torch::Tensor& input, double time)>;
/// What samplers see: (x, sigma) → estimate of x0, shaped alike.
using Denoise = std::function<torch::Tensor(const torch::Tensor& x, double sigma)>;

/// How LCMs read their network (Luo et al. 2023, equation 9): near time 0 the input itself.
struct ConsistencyBoundary {
  double sigmaData = 0.5;
  double timeScale = 10;
};

struct DenoiserOptions {
  Prediction prediction = Prediction::Epsilon;
  bool consistency = false;
  ConsistencyBoundary boundary;
};

/// Wraps a network for the samplers: scales x to unit variance, finds the time of sigma, and
/// turns the output into x0.
[[nodiscard]] Denoise makeDenoiser(Network network, TrainingNoise noise, Schedule schedule,
                                   const DenoiserOptions& options);

}  // namespace pentimento
