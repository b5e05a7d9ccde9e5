#include "core/diffusion/samplers.h"

namespace pentimento {

torch::Tensor sampleEuler(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                          const SamplerContext& context) {
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);

    const auto slope = (x - x0) / sigma;  // dx/dsigma of the probability flow
    x = x + slope * (schedule.sigmas[i + 1] - sigma);
  }
  return x;
}

}  // namespace pentimento
