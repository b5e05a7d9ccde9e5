#include "core/diffusion/samplers.h"

namespace pentimento {

torch::Tensor sampleLcm(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                        const SamplerContext& context) {
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.sigmas[i + 1];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);
    x = next > 0 ? x0 + context.noise(sigma, next) * next : x0;
  }
  return x;
}

}  // namespace pentimento
