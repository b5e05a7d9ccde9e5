#include "core/diffusion/training_noise.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace pentimento {
namespace {

constexpr size_t kMaxTrainingSteps = 100'000;

// The published tables are float32 and belong to the model: near time 0 their rounding moves sigma
// by 1e-5. Hence floats here, counted from both ends as torch.linspace does.
float evenFloat(float first, float last, int i, int count) {
  const float step = (last - first) / static_cast<float>(count - 1);
  return i < count / 2 ? first + step * static_cast<float>(i)
                       : last - step * static_cast<float>(count - i - 1);
}

float betaAt(const TrainingNoiseOptions& o, int i) {
  const auto cosine = [&](int time) {
    const double angle = (static_cast<double>(time) / o.steps + 0.008) / 1.008;
    return std::pow(std::cos(angle * std::numbers::pi / 2), 2);
  };
  switch (o.curve) {
    case BetaCurve::Linear:
      return evenFloat(static_cast<float>(o.betaStart), static_cast<float>(o.betaEnd), i, o.steps);
    case BetaCurve::ScaledLinear: {
      const float root = evenFloat(static_cast<float>(std::sqrt(o.betaStart)),
                                   static_cast<float>(std::sqrt(o.betaEnd)), i, o.steps);
      return root * root;
    }
    case BetaCurve::SquaredCosine:
      break;
  }
  return static_cast<float>(std::min(1 - cosine(i + 1) / cosine(i), 0.999));
}

std::vector<double> betasOf(const TrainingNoiseOptions& options) {
  const size_t steps = options.betas.empty() ? static_cast<size_t>(std::max(options.steps, 0))
                                             : options.betas.size();
  if (steps < 2 || steps > kMaxTrainingSteps)
    throw Error(ErrorKind::InvalidInput, "a noise schedule has from 2 to {} training steps, not {}",
                kMaxTrainingSteps, steps);
  if (!options.betas.empty()) return options.betas;
  std::vector<double> betas;
  for (int i = 0; i < options.steps; ++i) betas.push_back(betaAt(options, i));
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
  m_betas = betasOf(options);
  std::vector<double> alphaBars = m_betas;
  double product = 1;
  for (double& value : alphaBars) {
    if (!(value > 0 && value <= 1))
      throw Error(ErrorKind::InvalidInput,
                  "the model's noise schedule is unusable: beta {} is outside of 0..1", value);
    product *= 1 - static_cast<float>(value);
    value = static_cast<float>(product);
  }
  if (options.zeroTerminalSnr) {
    forceZeroTerminalSnr(alphaBars);
    for (size_t i = 0; i < alphaBars.size(); ++i)
      m_betas[i] = 1 - alphaBars[i] / (i == 0 ? 1 : alphaBars[i - 1]);
  }
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
