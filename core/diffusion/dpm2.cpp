#include "core/diffusion/samplers.h"

namespace pentimento {
namespace {

// From sigma to `down` by the slope half-way; straight to 0, where there is no half-way.
torch::Tensor midpointStep(const Denoise& denoise, const torch::Tensor& x, const torch::Tensor& x0,
                           double sigma, double down) {
  auto slope = (x - x0) / sigma;
  if (down > 0) {
    const double middle = geometricMean(sigma, down);
    const auto x2 = x + slope * (middle - sigma);
    slope = (x2 - denoise(x2, middle)) / middle;
  }
  return x + slope * (down - sigma);
}

}  // namespace

torch::Tensor sampleDpm2(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context) {
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);
    x = midpointStep(denoise, x, x0, sigma, schedule.sigmas[i + 1]);
  }
  return x;
}

torch::Tensor sampleDpm2Ancestral(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                                  const SamplerContext& context) {
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.sigmas[i + 1];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);

    const auto [down, up] = ancestralStep(sigma, next, context.eta);
    x = midpointStep(denoise, x, x0, sigma, down);
    if (up > 0) x = x + context.noise(sigma, next) * up;
  }
  return x;
}

}  // namespace pentimento
