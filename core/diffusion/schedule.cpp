#include "core/diffusion/schedule.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/diffusion/beta_quantile.h"

namespace pentimento {
namespace {

using Levels = std::vector<double>;

// Both ends included; one point is the first.
Levels evenly(double first, double last, int count) {
  Levels values(count, first);
  // Counted from the last one: which way a tie of two whole times rounds depends on it.
  for (int i = 1; i < count; ++i)
    values[i] = last + (count - 1 - i) * ((first - last) / (count - 1));
  return values;
}

Levels spacedTimes(int trainSteps, const ScheduleOptions& o) {
  const int n = o.steps;
  const bool open = o.grid == TimeGrid::WholeOpen;
  Levels times;
  switch (o.spacing) {
    case Spacing::Linspace:
      times = evenly(trainSteps - 1, 0, open ? n + 1 : n);
      times.resize(n);
      if (o.grid != TimeGrid::Fractional)
        for (double& time : times) time = std::nearbyint(time);
      break;
    case Spacing::Leading: {
      const int stride = trainSteps / (open ? n + 1 : n);
      for (int i = open ? n : n - 1; static_cast<int>(times.size()) < n; --i)
        times.push_back(i * stride + o.offset);
      break;
    }
    case Spacing::Trailing:
      for (int i = 0; i < n; ++i)
        times.push_back(std::nearbyint(trainSteps - i * (static_cast<double>(trainSteps) / n)) - 1);
      break;
  }
  return times;
}

// Every k-th of the times an LCM was distilled on, from the top (Luo et al. 2023, section 4.3).
Levels consistencyTimes(int trainSteps, const ScheduleOptions& o) {
  if (o.steps > o.consistencySteps)
    throw Error(ErrorKind::InvalidInput, "LCM takes at most {} steps, not {}", o.consistencySteps,
                o.steps);
  const int stride = trainSteps / o.consistencySteps;
  Levels times;
  for (int i = 0; i < o.steps; ++i)
    times.push_back((o.consistencySteps - i * o.consistencySteps / o.steps) * stride - 1);
  return times;
}

Levels karras(double largest, double smallest, int count) {
  constexpr double kRho = 7;
  Levels sigmas = evenly(std::pow(largest, 1 / kRho), std::pow(smallest, 1 / kRho), count);
  for (double& sigma : sigmas) sigma = std::pow(sigma, kRho);
  return sigmas;
}

Levels exponential(double largest, double smallest, int count) {
  Levels sigmas = evenly(std::log(largest), std::log(smallest), count);
  for (double& sigma : sigmas) sigma = std::exp(sigma);
  return sigmas;
}

Levels betaTimes(int trainSteps, int count) {
  Levels times;
  for (int i = 0; i < count; ++i) {
    const double quantile = betaQuantile(1 - static_cast<double>(i) / count, 0.6, 0.6);
    const double time = std::nearbyint(quantile * (trainSteps - 1));
    if (times.empty() || time < times.back()) times.push_back(time);  // rounding can repeat one
  }
  return times;
}

Levels timesOf(const TrainingNoise& noise, const ScheduleOptions& o) {
  const int last = noise.steps() - 1;
  Levels times;
  switch (o.kind) {
    case ScheduleKind::Normal:
      return evenly(last, 0, o.steps);
    case ScheduleKind::SgmUniform:
      times = evenly(last, 0, o.steps + 1);
      times.pop_back();
      return times;
    case ScheduleKind::Simple:
      for (int i = 0; i < o.steps; ++i)
        times.push_back(last - static_cast<int>(static_cast<int64_t>(i) * noise.steps() / o.steps));
      return times;
    case ScheduleKind::DdimUniform: {
      const int stride = noise.steps() / o.steps;
      for (int i = o.steps - 1; i >= 0; --i) times.push_back(i * stride + std::min(1, stride - 1));
      return times;
    }
    case ScheduleKind::Beta:
      return betaTimes(noise.steps(), o.steps);
    default:
      return o.grid == TimeGrid::Consistency ? consistencyTimes(noise.steps(), o)
                                             : spacedTimes(noise.steps(), o);
  }
}

// The classes with whole times stretch a curve over all that was trained; the others over the
// times of the run.
Schedule curved(const TrainingNoise& noise, const ScheduleOptions& o, Schedule schedule) {
  const bool whole = o.grid != TimeGrid::Fractional;
  const double largest = whole ? noise.largest() : schedule.sigmas.front();
  const double smallest = whole ? noise.smallest() : schedule.sigmas.back();
  schedule.sigmas = o.kind == ScheduleKind::Karras ? karras(largest, smallest, o.steps)
                                                   : exponential(largest, smallest, o.steps);
  schedule.times.clear();
  for (const double sigma : schedule.sigmas) {
    const double time = noise.timeAt(sigma);
    schedule.times.push_back(whole ? std::nearbyint(time) : time);
  }
  return schedule;
}

// DDIM and its kin step back by a constant stride, which for some step counts misses the next
// listed time.
Levels strides(const TrainingNoise& noise, const Schedule& schedule, double end) {
  const int stride = noise.steps() / schedule.steps();
  Levels arrivals;
  for (const double time : schedule.times)
    arrivals.push_back(time >= stride ? noise.sigmaAt(time - stride) : end);
  return arrivals;
}

}  // namespace

double Schedule::rescale(int step) const {
  if (step == 0 || arrivals[step - 1] == sigmas[step]) return 1;
  return std::sqrt((1 + sigmas[step] * sigmas[step]) /
                   (1 + arrivals[step - 1] * arrivals[step - 1]));
}

Schedule Schedule::slice(int first, int count) const {
  Schedule part;
  part.sigmas.assign(sigmas.begin() + first, sigmas.begin() + first + count + 1);
  part.times.assign(times.begin() + first, times.begin() + first + count);
  part.arrivals.assign(arrivals.begin() + first, arrivals.begin() + first + count);
  part.initialScale = first == 0 ? initialScale : std::hypot(1, part.sigmas.front());
  return part;
}

double Schedule::timeAt(double sigma, const TrainingNoise& noise) const {
  const auto listed = std::find(sigmas.begin(), sigmas.begin() + steps(), sigma);
  if (listed != sigmas.begin() + steps()) return times[listed - sigmas.begin()];
  return noise.timeAt(sigma);
}

Schedule startAtStrength(const Schedule& schedule, double strength, bool doubledSecondTime) {
  const int steps = schedule.steps();
  const int taken = std::min(static_cast<int>(steps * strength), steps);
  const int skipped = steps - taken;
  if (!doubledSecondTime || skipped < 2 || taken < 1) return schedule.slice(skipped, taken);
  Schedule part = schedule.slice(skipped - 1, taken + 1);
  part.sigmas.erase(part.sigmas.begin() + 1);
  part.times.erase(part.times.begin() + 1);
  part.arrivals.erase(part.arrivals.begin() + 1);
  return part;
}

Schedule makeSchedule(const TrainingNoise& noise, const ScheduleOptions& options) {
  if (options.steps < 1 || options.steps > noise.steps())
    throw Error(ErrorKind::InvalidInput, "choose between 1 and {} steps, not {}", noise.steps(),
                options.steps);
  Schedule schedule;
  schedule.times = timesOf(noise, options);
  for (const double time : schedule.times) schedule.sigmas.push_back(noise.sigmaAt(time));
  const bool isCurved =
      options.kind == ScheduleKind::Karras || options.kind == ScheduleKind::Exponential;
  if (isCurved) schedule = curved(noise, options, std::move(schedule));

  const double end = options.end == FinalLevel::Clean ? 0 : noise.smallest();
  schedule.sigmas.push_back(end);
  const bool strided = options.grid == TimeGrid::Whole && options.kind == ScheduleKind::Checkpoint;
  schedule.arrivals = strided ? strides(noise, schedule, end)
                              : Levels(schedule.sigmas.begin() + 1, schedule.sigmas.end());

  // Euler and its kin start linspace and trailing runs at sigma·n, everything else at the
  // deviation that x0 + sigma·n has when x0 has deviation 1.
  const double top = schedule.sigmas.front();
  const bool bare = options.grid == TimeGrid::Fractional && options.spacing != Spacing::Leading;
  schedule.initialScale = bare ? top : std::hypot(1, top);
  return schedule;
}

}  // namespace pentimento
