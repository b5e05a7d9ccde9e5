#include <cmath>

#include "core/diffusion/samplers.h"

namespace pentimento {

torch::Tensor sampleDpmppSde(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                             const SamplerContext& context) {
  constexpr double kR = 0.5;
  constexpr double kFactor = 1 / (2 * kR);
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.sigmas[i + 1];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);
    if (next == 0) {
      x = x0;
      continue;
    }
    const double s = std::exp(std::lerp(std::log(sigma), std::log(next), kR));
    const AncestralStep half = ancestralStep(sigma, s, context.eta);
    auto u = x * (half.down / sigma) + x0 * (1 - half.down / sigma);
    if (half.up > 0) u = u + context.noise(sigma, s) * half.up;

    const AncestralStep whole = ancestralStep(sigma, next, context.eta);
    const auto d = x0 * (1 - kFactor) + denoise(u, s) * kFactor;
    x = x * (whole.down / sigma) + d * (1 - whole.down / sigma);
    if (whole.up > 0) x = x + context.noise(sigma, next) * whole.up;
  }
  return x;
}

}  // namespace pentimento
