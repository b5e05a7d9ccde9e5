/// From a checkpoint's scheduler file and the artist's choice to the levels of one run.
#pragma once

#include <optional>
#include <string>

#include "core/base/json.h"
#include "core/diffusion/sampler_table.h"

namespace pentimento {

/// What a checkpoint says about its noise process (scheduler_config.json); absent keys are left to
/// the sampler. The defaults are those of the first Stable Diffusion checkpoints, for files that
/// bring no configuration.
struct SchedulerConfig {
  TrainingNoiseOptions training;
  Prediction prediction = Prediction::Epsilon;
  std::optional<Spacing> spacing;
  int offset = 1;
  std::optional<FinalLevel> strideEnd = FinalLevel::FirstTraining;  ///< "set_alpha_to_one"
  std::optional<FinalLevel> solverEnd;                              ///< "final_sigmas_type"
  ScheduleKind schedule = ScheduleKind::Checkpoint;
  int consistencySteps = 50;
  std::string sampler = "PLMS";  ///< label of the sampler that the class name stands for
};

/// @throws Error(UnsupportedModel) for a class or prediction type that is unknown
[[nodiscard]] SchedulerConfig schedulerConfigFromJson(const Json& json);

/// Everything a sampler needs to know about one run.
struct SamplingPlan {
  const SamplerInfo* sampler = nullptr;
  TrainingNoise noise;
  Schedule schedule;
  DenoiserOptions denoiser;
  double eta = 0;

  /// Runs the sampler. x: start in the variance-exploding view, see `Schedule::initialScale`.
  /// Returns the latents at variance-preserving scale.
  [[nodiscard]] torch::Tensor run(const Denoise& denoise, const torch::Tensor& x,
                                  const Noise& noiseSource, const OnStep& onStep) const;
  /// `network` as a denoiser for this plan's levels.
  [[nodiscard]] Denoise denoiserFor(Network network) const;
};

struct SamplingChoice {
  SamplerChoice sampler;
  int steps = 25;
  double eta = 0;
};

[[nodiscard]] SamplingPlan planSampling(const SchedulerConfig& config,
                                        const SamplingChoice& choice);

}  // namespace pentimento
