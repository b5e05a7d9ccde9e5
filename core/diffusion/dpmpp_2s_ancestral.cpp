#include <cmath>

#include "core/diffusion/samplers.h"

namespace pentimento {

torch::Tensor sampleDpmpp2sAncestral(const Denoise& denoise, torch::Tensor x,
                                     const Schedule& schedule, const SamplerContext& context) {
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.sigmas[i + 1];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);

    const auto [down, up] = ancestralStep(sigma, next, context.eta);
    if (down > 0) {
      const double s = geometricMean(sigma, down);  // r = 1/2 in lambda = -log sigma
      const auto u = x * (s / sigma) + x0 * (1 - s / sigma);
      x = x * (down / sigma) + denoise(u, s) * (1 - down / sigma);
    } else {
      x = x0;
    }
    if (up > 0) x = x + context.noise(sigma, next) * up;
  }
  return x;
}

}  // namespace pentimento
