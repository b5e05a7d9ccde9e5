#include "tests/core/diffusion/reference_run.h"

#include <cmath>
#include <string>

namespace pentimento {
namespace {

// The reference takes the difference of squares in float32, which between distant levels costs
// its listed times their last digits.
double downInFloat(double sigma, double next, double eta) {
  if (eta == 0) return next;
  const float s = static_cast<float>(sigma), n = static_cast<float>(next);
  const float up = std::sqrt(n * n * (s * s - n * n) / (s * s));
  return std::sqrt(n * n - up * up);
}

}  // namespace

SamplingPlan referencePlan(const Json& entry, int steps, double eta) {
  const char* key = entry.contains("config") ? "config" : "scheduler_config";
  Json json = entry.at(key);
  json["_class_name"] = entry.at("class");  // the stored one may name the class it came from
  const SchedulerConfig config = schedulerConfigFromJson(json);
  return planSampling(config, {samplerFromName(config.sampler), steps, eta});
}

bool keepsVariance(const Json& entry) {
  const auto name = entry.at("class").get<std::string>();
  return !name.starts_with("Euler") && !name.starts_with("Heun") && !name.starts_with("KDPM2");
}

ReferenceLevels asReferenceLists(const SamplingPlan& plan) {
  const Schedule& schedule = plan.schedule;
  const std::string_view label = plan.sampler->label;
  ReferenceLevels lists;
  const auto isTwofold = [&](int i) { return label == "PLMS" ? i == 1 : i > 0; };
  for (int i = 0; i < schedule.steps(); ++i) {
    const bool midpoint = label.starts_with("DPM2");
    const bool listedTwice =
        (plan.sampler->evaluationsPerStep == 2 || label == "PLMS") && isTwofold(i);
    if (listedTwice && midpoint) {
      const double before = schedule.sigmas[i - 1];
      const double down = downInFloat(before, schedule.sigmas[i], plan.eta);
      lists.times.push_back(plan.noise.timeAt(geometricMean(before, down)));
    } else if (listedTwice) {
      lists.times.push_back(schedule.times[i]);
    }
    lists.times.push_back(schedule.times[i]);
    lists.sigmas.insert(lists.sigmas.end(), listedTwice ? 2 : 1, schedule.sigmas[i]);
  }
  lists.sigmas.push_back(schedule.sigmas.back());
  // The midpoint classes list the end three times.
  if (label.starts_with("DPM2")) lists.sigmas.insert(lists.sigmas.end(), 2, 0.0);
  return lists;
}

}  // namespace pentimento
