/// The noise levels one run passes through.
#pragma once

#include <vector>

#include "core/diffusion/training_noise.h"

namespace pentimento {

/// Which training times the steps of a run fall on (the diffusers names).
enum class Spacing { Leading, Trailing, Linspace };

/// How a sampler's published implementation lays its times; decides rounding and end points only.
enum class TimeGrid {
  Fractional,   ///< Euler and its kin: linspace times stay fractional
  Whole,        ///< DDIM, DDPM, PLMS: whole times, every step a constant stride back
  WholeOpen,    ///< DPM++ 2M, UniPC, DEIS: whole times, as if there were one step more
  Consistency,  ///< LCM: a subset of the times it was distilled on
};

/// The shape of the sequence of levels; `Checkpoint` leaves it to spacing.
enum class ScheduleKind {
  Checkpoint,
  Normal,       ///< times evenly spaced from the last to the first
  Karras,       ///< Karras et al. 2022, equation 5, rho = 7
  Exponential,  ///< evenly spaced in log sigma
  Simple,       ///< every k-th training level from the top
  SgmUniform,   ///< `Normal` with one step more, the last left out
  DdimUniform,  ///< every k-th training level from the bottom
  Beta,         ///< quantiles of Beta(0.6, 0.6) over the training times (Lee et al. 2024)
};

enum class FinalLevel {
  Clean,          ///< sigma 0
  FirstTraining,  ///< the lowest training level
};

struct ScheduleOptions {
  int steps = 25;
  TimeGrid grid = TimeGrid::Fractional;
  ScheduleKind kind = ScheduleKind::Checkpoint;
  Spacing spacing = Spacing::Linspace;
  int offset = 0;  ///< added to leading times ("steps_offset")
  FinalLevel end = FinalLevel::Clean;
  int consistencySteps = 50;  ///< times an LCM was distilled on
};

/// Levels in the variance-exploding view, x = x0 + sigma·n: every sampler works in it, whatever
/// scaling its paper uses. A variance-preserving latent is x / sqrt(1 + sigma²).
struct Schedule {
  std::vector<double> sigmas;    ///< steps + 1, falling; the last is where the run ends
  std::vector<double> times;     ///< steps; what the network is told at each level
  std::vector<double> arrivals;  ///< steps; where each step lands. `sigmas[i + 1]`, save on grid
                                 ///< `Whole` when the stride does not meet the next time
  double initialScale = 1;       ///< factor on unit noise for a start from nothing

  [[nodiscard]] int steps() const noexcept { return static_cast<int>(times.size()); }
  /// Factor that reads an x that arrived on one level as an x of the next step's level.
  [[nodiscard]] double rescale(int step) const;
  /// The run from step `first` on, `count` steps long.
  [[nodiscard]] Schedule slice(int first, int count) const;
  /// The time the network is told at `sigma`: as listed, else by interpolation.
  [[nodiscard]] double timeAt(double sigma, const TrainingNoise& noise) const;
};

/// The part of a run that an edit of this strength takes: min(floor(steps·strength), steps) steps.
/// @param doubledSecondTime the sampler's published time list holds its second time twice (PLMS);
///   leaving out the first entries of that list then leaves out one level more
[[nodiscard]] Schedule startAtStrength(const Schedule& schedule, double strength,
                                       bool doubledSecondTime = false);

/// @throws Error(InvalidInput) for more steps than the process has, or none
[[nodiscard]] Schedule makeSchedule(const TrainingNoise& noise, const ScheduleOptions& options);

}  // namespace pentimento
