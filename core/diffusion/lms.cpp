#include <algorithm>
#include <array>
#include <cmath>
#include <deque>

#include "core/diffusion/samplers.h"

namespace pentimento {
namespace {

// Integral over [sigmas[i], sigmas[i + 1]] of the Lagrange polynomial that is 1 at sigmas[i - j]
// and 0 at the other levels of the history. Four Gauss points are exact up to degree 7.
double lmsCoefficient(const std::vector<double>& sigmas, int i, int order, int j) {
  static constexpr std::array<double, 4> kPoints{-0.8611363115940526, -0.3399810435848563,
                                                 0.3399810435848563, 0.8611363115940526};
  static constexpr std::array<double, 4> kWeights{0.3478548451374538, 0.6521451548625461,
                                                  0.6521451548625461, 0.3478548451374538};
  const double centre = (sigmas[i] + sigmas[i + 1]) / 2;
  const double half = (sigmas[i + 1] - sigmas[i]) / 2;
  double integral = 0;
  for (size_t point = 0; point < kPoints.size(); ++point) {
    const double tau = centre + half * kPoints[point];
    double product = 1;
    for (int k = 0; k < order; ++k)
      if (k != j) product *= (tau - sigmas[i - k]) / (sigmas[i - j] - sigmas[i - k]);
    integral += kWeights[point] * product;
  }
  return integral * half;
}

}  // namespace

torch::Tensor sampleLms(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                        const SamplerContext& context) {
  constexpr int kOrder = 4;
  std::deque<torch::Tensor> slopes;  // newest first
  for (int i = 0; i < schedule.steps(); ++i) {
    const auto x0 = denoise(x, schedule.sigmas[i]);
    context.report(schedule, i, x0);

    slopes.push_front((x - x0) / schedule.sigmas[i]);
    if (slopes.size() > kOrder) slopes.pop_back();
    const int order = static_cast<int>(slopes.size());
    for (int j = 0; j < order; ++j)
      x = x + slopes[j] * lmsCoefficient(schedule.sigmas, i, order, j);
  }
  return x;
}

}  // namespace pentimento
