#include "core/diffusion/sampling_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/base/error.h"

namespace pentimento {
namespace {

template <typename Value>
using Words = std::initializer_list<std::pair<std::string_view, Value>>;

template <typename Value>
Value wordIn(const Words<Value>& words, const std::string& word, std::string_view key) {
  for (const auto& [name, value] : words)
    if (name == word) return value;
  throw Error(ErrorKind::UnsupportedModel,
              "the model's scheduler configuration has an unknown {} \"{}\"", key, word);
}

// A key that is present and not null.
template <typename Value>
std::optional<Value> given(const Json& json, const char* key) {
  const auto entry = json.find(key);
  if (entry == json.end() || entry->is_null()) return std::nullopt;
  return entry->get<Value>();
}

TrainingNoiseOptions trainingFromJson(const Json& json) {
  TrainingNoiseOptions training;
  training.steps = json.value("num_train_timesteps", training.steps);
  training.betaStart = json.value("beta_start", 0.0001);  // the defaults of the reference classes,
  training.betaEnd = json.value("beta_end", 0.02);        // not of Stable Diffusion
  training.curve = wordIn<BetaCurve>({{"linear", BetaCurve::Linear},
                                      {"scaled_linear", BetaCurve::ScaledLinear},
                                      {"squaredcos_cap_v2", BetaCurve::SquaredCosine}},
                                     json.value("beta_schedule", "linear"), "beta_schedule");
  training.betas = given<std::vector<double>>(json, "trained_betas").value_or(training.betas);
  training.zeroTerminalSnr = json.value("rescale_betas_zero_snr", false);
  return training;
}

std::string samplerOf(const Json& json) {
  const std::string name = json.value("_class_name", "PNDMScheduler");
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kClasses{{
      {"PNDMScheduler", "PLMS"},
      {"DDIMScheduler", "DDIM"},
      {"DDPMScheduler", "DDPM"},
      {"EulerDiscreteScheduler", "Euler"},
      {"EulerAncestralDiscreteScheduler", "Euler a"},
      {"HeunDiscreteScheduler", "Heun"},
      {"KDPM2DiscreteScheduler", "DPM2"},
      {"KDPM2AncestralDiscreteScheduler", "DPM2 a"},
      {"LMSDiscreteScheduler", "LMS"},
      {"DPMSolverMultistepScheduler", "DPM++ 2M"},
      {"DPMSolverSDEScheduler", "DPM++ SDE"},
      {"UniPCMultistepScheduler", "UniPC"},
      {"DEISMultistepScheduler", "DEIS"},
      {"LCMScheduler", "LCM"},
  }};
  for (const auto& [className, label] : kClasses) {
    if (className != name) continue;
    const bool stochastic = json.value("algorithm_type", "") == "sde-dpmsolver++";
    return std::string(label) + (stochastic ? " SDE" : "");
  }
  // Samplers are interchangeable; only the noise process matters. DDIM serves every process.
  return "DDIM";
}

}  // namespace

SchedulerConfig schedulerConfigFromJson(const Json& json) try {
  SchedulerConfig config;
  config.training = trainingFromJson(json);
  config.prediction =
      wordIn<Prediction>({{"epsilon", Prediction::Epsilon},
                          {"v_prediction", Prediction::V},
                          {"sample", Prediction::Sample}},
                         json.value("prediction_type", "epsilon"), "prediction_type");
  if (const auto spacing = given<std::string>(json, "timestep_spacing"))
    config.spacing = wordIn<Spacing>({{"leading", Spacing::Leading},
                                      {"trailing", Spacing::Trailing},
                                      {"linspace", Spacing::Linspace}},
                                     *spacing, "timestep_spacing");
  config.offset = json.value("steps_offset", 0);
  config.strideEnd.reset();
  if (const auto toOne = given<bool>(json, "set_alpha_to_one"))
    config.strideEnd = *toOne ? FinalLevel::Clean : FinalLevel::FirstTraining;
  if (const auto end = given<std::string>(json, "final_sigmas_type"))
    config.solverEnd =
        wordIn<FinalLevel>({{"zero", FinalLevel::Clean}, {"sigma_min", FinalLevel::FirstTraining}},
                           *end, "final_sigmas_type");
  if (json.value("use_karras_sigmas", false)) config.schedule = ScheduleKind::Karras;
  if (json.value("use_exponential_sigmas", false)) config.schedule = ScheduleKind::Exponential;
  config.consistencySteps = json.value("original_inference_steps", config.consistencySteps);
  config.sampler = samplerOf(json);
  return config;
} catch (const Json::exception& error) {
  throw Error(ErrorKind::CorruptFile, "the model's scheduler configuration cannot be read: {}",
              error.what());
}

torch::Tensor SamplingPlan::run(const Denoise& denoise, const torch::Tensor& x,
                                const Noise& noiseSource, const OnStep& onStep) const {
  const SamplerContext context{
      .noise = noiseSource, .onStep = onStep, .eta = eta, .prediction = denoiser.prediction};
  return sampler->sample(denoise, x, schedule, context) / std::hypot(1, schedule.sigmas.back());
}

Denoise SamplingPlan::denoiserFor(Network network) const {
  return makeDenoiser(std::move(network), noise, schedule, denoiser);
}

SamplingPlan planSampling(const SchedulerConfig& config, const SamplingChoice& choice) {
  const SamplerInfo& sampler = *choice.sampler.sampler;
  TrainingNoiseOptions training = config.training;
  training.smallestAlphaBar = sampler.smallestAlphaBar;

  ScheduleOptions options;
  options.steps = choice.steps;
  options.grid = sampler.grid;
  options.kind = choice.sampler.schedule.value_or(config.schedule);
  options.spacing = config.spacing.value_or(sampler.spacing);
  options.offset = config.offset;
  options.end = sampler.end;
  // DDPM's own variance always ends at 0; DEIS never does. The two keys speak of the others.
  if (sampler.grid == TimeGrid::Whole && sampler.eta == 0)
    options.end = config.strideEnd.value_or(sampler.end);
  if (sampler.grid == TimeGrid::WholeOpen && sampler.end == FinalLevel::Clean)
    options.end = config.solverEnd.value_or(sampler.end);
  options.consistencySteps = config.consistencySteps;

  SamplingPlan plan;
  plan.sampler = &sampler;
  plan.noise = TrainingNoise(training);
  plan.schedule = makeSchedule(plan.noise, options);
  plan.denoiser = {.prediction = config.prediction,
                   .consistency = sampler.grid == TimeGrid::Consistency,
                   .boundary = {}};
  plan.eta = sampler.etaFromRequest ? choice.eta : sampler.eta;
  return plan;
}

}  // namespace pentimento
