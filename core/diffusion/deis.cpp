#include <cmath>

#include "core/diffusion/samplers.h"

namespace pentimento {
namespace {

// Antiderivative at t of the line through (log b, 1) and (log c, 0) in log rho.
double deisIntegral(double t, double b, double c) {
  if (t == 0) return 0;
  return t * (std::log(t / c) - 1) / std::log(b / c);
}

}  // namespace

torch::Tensor sampleDeis(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context) {
  // The reference ends short runs with a first-order step.
  constexpr int kShortRun = 15;
  torch::Tensor previous;
  for (int i = 0; i < schedule.steps(); ++i) {
    const double sigma = schedule.sigmas[i];
    const double next = schedule.sigmas[i + 1];
    const auto x0 = denoise(x, sigma);
    context.report(schedule, i, x0);

    const auto epsilon = (x - x0) / sigma;
    const bool lastOfShort = i + 1 == schedule.steps() && schedule.steps() < kShortRun;
    if (previous.defined() && !lastOfShort) {
      const double before = schedule.sigmas[i - 1];
      x = x + epsilon * (deisIntegral(next, sigma, before) - deisIntegral(sigma, sigma, before)) +
          previous * (deisIntegral(next, before, sigma) - deisIntegral(sigma, before, sigma));
    } else {
      x = x + epsilon * (next - sigma);
    }
    previous = epsilon;
  }
  return x;
}

}  // namespace pentimento
