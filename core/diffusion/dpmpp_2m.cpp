#include <cmath>

#include "core/diffusion/samplers.h"

namespace pentimento {

torch::Tensor sampleDpmpp2m(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                            const SamplerContext& context) {
  torch::Tensor previous;
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.sigmas[i + 1];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);

    auto d = x0;
    if (previous.defined() && next > 0) {
      const double h = std::log(sigma / next);
      const double r = std::log(schedule.sigmas[i - 1] / sigma) / h;
      d = x0 + (x0 - previous) / (2 * r);
    }
    x = x * (next / sigma) + d * (1 - next / sigma);  // e^-h = next / sigma
    previous = x0;
  }
  return x;
}

}  // namespace pentimento
