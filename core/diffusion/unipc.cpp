#include <algorithm>
#include <cmath>

#include "core/diffusion/samplers.h"

namespace pentimento {
namespace {

// A step from level s0 to level t in h = lambda_t - lambda_s0, lambda = -log sigma; the
// coefficients of the data-prediction form.
struct UnipcStep {
  double from = 0, to = 0;
  int order = 1;
  double r = 0;             // (lambda_s1 - lambda_s0) / h: negative
  torch::Tensor x, m0, m1;  // x, x0 at s0 and x0 one level earlier

  [[nodiscard]] double h() const { return std::log(from / to); }
  [[nodiscard]] double phi() const { return to / from - 1; }  // e^-h - 1, also for to = 0
  [[nodiscard]] torch::Tensor firstOrder() const { return x * (to / from) - m0 * phi(); }
  [[nodiscard]] torch::Tensor difference() const { return (m1 - m0) / r; }
};

torch::Tensor predict(const UnipcStep& step) {
  auto x = step.firstOrder();
  if (step.order == 2) x = x - step.difference() * (0.5 * step.phi());
  return x;
}

// UniC: the same step once more, now that x0 at its end is known.
torch::Tensor correct(const UnipcStep& step, const torch::Tensor& x0AtEnd) {
  const auto x = step.firstOrder();
  const auto d = x0AtEnd - step.m0;
  if (step.order == 1) return x - d * (0.5 * step.phi());
  const double hh = -step.h();
  const double b1 = (step.phi() / hh - 1) / step.phi();
  const double b2 = ((step.phi() / hh - 1) / hh - 0.5) * 2 / step.phi();
  const double rho1 = (b1 - b2) / (1 - step.r);
  return x - (step.difference() * rho1 + d * (b1 - rho1)) * step.phi();
}

}  // namespace

torch::Tensor sampleUnipc(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                          const SamplerContext& context) {
  constexpr int kOrder = 2;
  UnipcStep step;
  for (int i = 0; i < schedule.steps(); ++i) {
    const auto x0 = denoise(x, schedule.sigmas[i]);
    context.report(schedule, i, x0);

    if (i > 0) x = correct(step, x0);
    step.m1 = step.m0;
    step.m0 = x0;
    step.x = x;
    step.from = schedule.sigmas[i];
    step.to = schedule.sigmas[i + 1];
    step.order = std::min({kOrder, i + 1, schedule.steps() - i});  // first order at both ends
    if (step.order == 2) step.r = -std::log(schedule.sigmas[i - 1] / step.from) / step.h();
    x = predict(step);
  }
  return x;
}

}  // namespace pentimento
