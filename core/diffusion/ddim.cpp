#include <cmath>

#include "core/diffusion/samplers.h"

namespace pentimento {

torch::Tensor sampleDdim(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context) {
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.arrivals[i];
    x = x * schedule.rescale(i);
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);

    // x0 + down·eps rather than x + eps·(down - sigma): exact also for the very large sigma that
    // stands for a terminal SNR of zero.
    const auto [down, up] = ancestralStep(sigma, next, context.eta);
    x = x0 + (x - x0) * (down / sigma);
    if (up > 0) x = x + context.noise(sigma, next) * up;
  }
  return x;
}

// The posterior q(x_{t-1} | x_t, x0) is DDIM's step with eta = 1.
torch::Tensor sampleDdpm(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context) {
  SamplerContext full = context;
  full.eta = 1;
  return sampleDdim(denoise, std::move(x), schedule, full);
}

}  // namespace pentimento
