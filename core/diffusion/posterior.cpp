#include "core/diffusion/posterior.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace pentimento {
namespace {

constexpr double kSmallestVariance = 1e-20;

}  // namespace

PosteriorProcess::PosteriorProcess(const TrainingNoise& noise, const PosteriorOptions& options)
    : m_betas(noise.betas()), m_options(options) {
  m_alphaBars.reserve(noise.sigmas().size());
  for (const double sigma : noise.sigmas()) m_alphaBars.push_back(1 / (1 + sigma * sigma));
}

torch::Tensor PosteriorProcess::x0(int t, const torch::Tensor& x,
                                   const torch::Tensor& output) const {
  auto estimate = output.size(1) == x.size(1) ? output : output.narrow(1, 0, x.size(1));
  if (m_options.prediction == Prediction::Epsilon)
    estimate = (x - std::sqrt(1 - alphaBar(t)) * estimate) / std::sqrt(alphaBar(t));
  if (m_options.clip > 0) estimate = estimate.clamp(-m_options.clip, m_options.clip);
  return estimate;
}

double PosteriorProcess::betaOf(PosteriorJump jump) const {
  if (jump.to == jump.from - 1) return m_betas.at(static_cast<size_t>(jump.from));
  // Rounded as the published samplers round it: of the first jump's alpha, 6e-7, that changes 5 %.
  return 1 - static_cast<float>(alphaBar(jump.from)) / static_cast<float>(alphaBar(jump.to));
}

torch::Tensor PosteriorProcess::step(PosteriorJump jump, const torch::Tensor& x,
                                     const torch::Tensor& output,
                                     const torch::Tensor& noise) const {
  const double abar = alphaBar(jump.from), abarTo = alphaBar(jump.to);
  const double beta = betaOf(jump);
  const double alpha = 1 - beta;
  const double shareX0 = std::sqrt(abarTo) * beta / (1 - abar);
  const double shareX = std::sqrt(alpha) * (1 - abarTo) / (1 - abar);
  const auto mean = shareX0 * x0(jump.from, x, output) + shareX * x;
  if (jump.from == 0) return mean;

  const double betaTilde = std::max((1 - abarTo) / (1 - abar) * beta, kSmallestVariance);
  if (m_options.variance == PosteriorVariance::FixedSmall)
    return mean + std::sqrt(betaTilde) * noise;
  if (output.size(1) != 2 * x.size(1))
    throw Error(ErrorKind::UnsupportedModel,
                "the scheduler file announces a learned variance, but the network has {} outputs "
                "for {} channels",
                output.size(1), x.size(1));
  const auto share = (output.narrow(1, x.size(1), x.size(1)) + 1) / 2;
  const auto logVariance = share * std::log(beta) + (1 - share) * std::log(betaTilde);
  return mean + (0.5 * logVariance).exp() * noise;
}

torch::Tensor PosteriorProcess::ddimStep(PosteriorJump jump, const torch::Tensor& x,
                                         const torch::Tensor& output, double eta,
                                         const torch::Tensor& noise) const {
  const double abar = alphaBar(jump.from), abarTo = alphaBar(jump.to);
  const auto clean = x0(jump.from, x, output);
  const auto epsilon = (x - std::sqrt(abar) * clean) / std::sqrt(1 - abar);
  const double deviation =
      jump.to < jump.from ? eta * std::sqrt((1 - abarTo) / (1 - abar) * betaOf(jump)) : 0;
  const auto mean = std::sqrt(abarTo) * clean +
                    std::sqrt(std::max(0.0, 1 - abarTo - deviation * deviation)) * epsilon;
  return deviation > 0 ? mean + deviation * noise : mean;
}

torch::Tensor PosteriorProcess::jumpBack(PosteriorJump jump, const torch::Tensor& x,
                                         const torch::Tensor& noise) const {
  const double beta = betaOf(jump);
  return std::sqrt(1 - beta) * x + std::sqrt(beta) * noise;
}

torch::Tensor PosteriorProcess::addNoise(int t, const torch::Tensor& x0,
                                         const torch::Tensor& noise) const {
  return std::sqrt(alphaBar(t)) * x0 + std::sqrt(1 - alphaBar(t)) * noise;
}

std::vector<PosteriorJump> unclipJumps(int trainingSteps, int n) {
  if (n < 2 || n > trainingSteps)
    throw Error(ErrorKind::InvalidInput, "{} steps are not possible here; 2 to {} are", n,
                trainingSteps);
  std::vector<PosteriorJump> jumps(static_cast<size_t>(n));
  const double stride = (trainingSteps - 1.0) / (n - 1);
  for (int i = 0; i < n; ++i)
    jumps[static_cast<size_t>(i)].from = static_cast<int>(std::nearbyint((n - 1 - i) * stride));
  for (size_t i = 0; i + 1 < jumps.size(); ++i) jumps[i].to = jumps[i + 1].from;
  return jumps;
}

std::vector<PosteriorJump> leadingJumps(int trainingSteps, int n, int offset) {
  if (n < 1 || n > trainingSteps)
    throw Error(ErrorKind::InvalidInput, "{} steps are not possible here; 1 to {} are", n,
                trainingSteps);
  const int stride = trainingSteps / n;
  std::vector<PosteriorJump> jumps;
  for (int i = n - 1; i >= 0; --i) {
    const int from = std::min(i * stride + offset, trainingSteps - 1);
    jumps.push_back({from, std::max(from - stride, -1)});
  }
  return jumps;
}

PosteriorSchedule::PosteriorSchedule(const TrainingNoise& noise, const PosteriorOptions& options,
                                     bool leading, int offset)
    : m_process(noise, options),
      m_trainingSteps(noise.steps()),
      m_leading(leading),
      m_offset(offset) {}

PosteriorSchedule PosteriorSchedule::fromJson(const Json& config) try {
  const std::string kind = config.value("_class_name", std::string("UnCLIPScheduler"));
  const bool leading = kind == "DDPMScheduler";
  if (!leading && kind != "UnCLIPScheduler")
    throw Error(ErrorKind::UnsupportedModel,
                "the scheduler {} is not one that unCLIP models are sampled with", kind);
  TrainingNoiseOptions noise;
  noise.steps = config.value("num_train_timesteps", noise.steps);
  noise.smallestAlphaBar = 0;
  noise.curve =
      config.value("beta_schedule", "") == "linear" ? BetaCurve::Linear : BetaCurve::SquaredCosine;
  noise.betaStart = config.value("beta_start", noise.betaStart);
  noise.betaEnd = config.value("beta_end", noise.betaEnd);
  PosteriorOptions options;
  if (config.value("prediction_type", "") == "sample") options.prediction = Prediction::Sample;
  if (config.value("variance_type", "") == "learned_range")
    options.variance = PosteriorVariance::LearnedRange;
  if (config.value("clip_sample", true)) options.clip = config.value("clip_sample_range", 1.0);
  return {TrainingNoise(noise), options, leading, config.value("steps_offset", 0)};
} catch (const Json::exception& error) {
  throw Error(ErrorKind::UnsupportedModel, "the scheduler's configuration cannot be used: {}",
              error.what());
}

std::vector<PosteriorJump> PosteriorSchedule::jumps(int n) const {
  return m_leading ? leadingJumps(m_trainingSteps, n, m_offset) : unclipJumps(m_trainingSteps, n);
}

}  // namespace pentimento
