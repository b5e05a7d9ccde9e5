#include "core/diffusion/samplers.h"

namespace pentimento {

torch::Tensor sampleHeun(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context) {
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.sigmas[i + 1];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);

    auto slope = (x - x0) / sigma;
    if (next > 0) {
      const auto predicted = x + slope * (next - sigma);
      slope = (slope + (predicted - denoise(predicted, next)) / next) / 2;
    }
    x = x + slope * (next - sigma);
  }
  return x;
}

}  // namespace pentimento
