#include <cmath>

#include "core/diffusion/samplers.h"

namespace pentimento {

torch::Tensor sampleDpmpp3mSde(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                               const SamplerContext& context) {
  torch::Tensor d1, d2;   // x0 of the last two steps
  double h1 = 0, h2 = 0;  // and their lengths in lambda = -log sigma
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
    const double hEta = h * (context.eta + 1);
    x = x * std::exp(-hEta) + x0 * -std::expm1(-hEta);
    const double phi2 = std::expm1(-hEta) / hEta + 1;
    if (d2.defined()) {
      const double r0 = h1 / h, r1 = h2 / h;
      const auto slope0 = (x0 - d1) / r0;
      const auto slope1 = (d1 - d2) / r1;
      const auto curvature = (slope0 - slope1) / (r0 + r1);
      const double phi3 = phi2 / hEta - 0.5;
      x = x + (slope0 + curvature * r0) * phi2 - curvature * phi3;
    } else if (d1.defined()) {
      x = x + (x0 - d1) * (phi2 * h / h1);
    }
    if (context.eta > 0)
      x = x + context.noise(sigma, next) * (next * std::sqrt(-std::expm1(-2 * h * context.eta)));
    d2 = d1;
    d1 = x0;
    h2 = h1;
    h1 = h;
  }
  return x;
}

}  // namespace pentimento
