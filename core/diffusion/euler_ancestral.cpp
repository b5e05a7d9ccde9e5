#include "core/diffusion/samplers.h"

namespace pentimento {

torch::Tensor sampleEulerAncestral(const Denoise& denoise, torch::Tensor x,
                                   const Schedule& schedule, const SamplerContext& context) {
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.sigmas[i + 1];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);

    const auto [down, up] = ancestralStep(sigma, next, context.eta);
    const auto slope = (x - x0) / sigma;
    x = x + slope * (down - sigma);
    if (up > 0) x = x + context.noise(sigma, next) * up;
  }
  return x;
}

}  // namespace pentimento
