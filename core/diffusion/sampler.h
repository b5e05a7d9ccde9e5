/// What all samplers have in common. A sampler is a free function
/// (denoise, x, schedule, context) → x in the letters of its paper; it knows nothing of networks,
/// guidance, masks or user interfaces. x: any shape, in the variance-exploding view.
#pragma once

#include <functional>

#include "core/diffusion/prediction.h"
#include "core/diffusion/schedule.h"
#include "core/tensor/torch.h"

namespace pentimento {

/// Unit normal noise, shaped as x, for the step between two levels.
using Noise = std::function<torch::Tensor(double sigma, double next)>;

/// Where a run is, after the network has been asked and before x moves.
struct SamplerStep {
  int step = 0;  ///< from 0
  int steps = 0;
  double sigma = 0;
  torch::Tensor x0;  ///< the current estimate of the picture
};
/// Observes, and cancels by throwing.
using OnStep = std::function<void(const SamplerStep&)>;

struct SamplerContext {
  Noise noise;     ///< needed by stochastic samplers only
  OnStep onStep;   ///< may be empty
  double eta = 0;  ///< share of the ancestral noise, for the samplers that take it
  /// What the network predicts. Only PLMS asks: it extrapolates the network's own output.
  Prediction prediction = Prediction::Epsilon;

  void report(const Schedule& schedule, int step, const torch::Tensor& x0) const {
    if (onStep) onStep({step, schedule.steps(), schedule.sigmas[step], x0});
  }
};

/// A step down to `down`, then noise of deviation `up`, reaches the level `next`:
/// down² + up² = next² (Song et al. 2020, equation 16, for eta in 0..1).
struct AncestralStep {
  double down = 0;
  double up = 0;
};
[[nodiscard]] AncestralStep ancestralStep(double sigma, double next, double eta);

/// Half-way between two levels in log sigma; both > 0.
[[nodiscard]] double geometricMean(double sigma, double next);

}  // namespace pentimento
