#include <cmath>

#include "core/diffusion/samplers.h"

namespace pentimento {

torch::Tensor sampleDpmpp2mSde(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                               const SamplerContext& context) {
  torch::Tensor previous;
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.sigmas[i + 1];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);
    if (next == 0) {
      x = x0;
      continue;
    }
    const double h = std::log(sigma / next);
    const double etaH = context.eta * h;
    const double gain = -std::expm1(-h - etaH);
    x = x * (next / sigma * std::exp(-etaH)) + x0 * gain;
    if (previous.defined()) {
      const double r = std::log(schedule.sigmas[i - 1] / sigma) / h;
      x = x + (x0 - previous) * (gain / (2 * r));
    }
    if (context.eta > 0)
      x = x + context.noise(sigma, next) * (next * std::sqrt(-std::expm1(-2 * etaH)));
    previous = x0;
  }
  return x;
}

}  // namespace pentimento
