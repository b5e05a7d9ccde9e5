#include "core/diffusion/training_noise.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace pentimento {
namespace {

std::vector<double> betasOf(const TrainingNoiseOptions& options) {
  if (!options.betas.empty()) return options.betas;
  if (options.steps < 2)
    throw Error(ErrorKind::InvalidInput, "a noise schedule needs at least 2 training steps, not {}",
                options.steps);
  std::vector<double> betas(options.steps);
  const auto cosine = [&](int i) {
    const double angle = (static_cast<double>(i) / options.steps + 0.008) / 1.008;
    return std::pow(std::cos(angle * std::numbers::pi / 2), 2);
  };
  for (int i = 0; i < options.steps; ++i) {
    const double share = static_cast<double>(i) / (options.steps - 1);
    switch (options.curve) {
      case BetaCurve::Linear:
        betas[i] = std::lerp(options.betaStart, options.betaEnd, share);
        break;
      case BetaCurve::ScaledLinear:
        betas[i] =
            std::pow(std::lerp(std::sqrt(options.betaStart), std::sqrt(options.betaEnd), share), 2);
        break;
      case BetaCurve::SquaredCosine:
        betas[i] = std::min(1 - cosine(i + 1) / cosine(i), 0.999);
        break;
    }
  }
  return betas;
}

// Lin et al. 2023, algorithm 1: shift and scale sqrt(alphaBar) so that it ends at 0 and still
// starts where it did.
void forceZeroTerminalSnr(std::vector<double>& alphaBars) {
  const double first = std::sqrt(alphaBars.front());
  const double last = std::sqrt(alphaBars.back());
  for (double& alphaBar : alphaBars)
    alphaBar = std::pow((std::sqrt(alphaBar) - last) * first / (first - last), 2);
}

}  // namespace

TrainingNoise::TrainingNoise(const TrainingNoiseOptions& options) {
  std::vector<double> alphaBars = betasOf(options);
  double product = 1;
  for (double& value : alphaBars) {
    if (!(value > 0 && value <= 1))
      throw Error(ErrorKind::InvalidInput,
                  "the model's noise schedule is unusable: beta {} is outside of 0..1", value);
    product *= 1 - value;
    value = product;
  }
  if (options.zeroTerminalSnr) forceZeroTerminalSnr(alphaBars);
  m_sigmas.reserve(alphaBars.size());
  for (double alphaBar : alphaBars) {
    alphaBar = std::max(alphaBar, options.smallestAlphaBar);
    m_sigmas.push_back(std::sqrt((1 - alphaBar) / alphaBar));
  }
}

double TrainingNoise::sigmaAt(double time) const {
  const double clamped = std::clamp(time, 0.0, steps() - 1.0);
  const int low = std::min(static_cast<int>(clamped), steps() - 2);
  return std::lerp(m_sigmas[low], m_sigmas[low + 1], clamped - low);
}

double TrainingNoise::timeAt(double sigma) const {
  if (sigma <= smallest()) return 0;
  if (sigma >= largest()) return steps() - 1;
  const auto high = std::ranges::upper_bound(m_sigmas, sigma);
  const auto low = high - 1;
  return (low - m_sigmas.begin()) + std::log(sigma / *low) / std::log(*high / *low);
}

}  // namespace pentimento
