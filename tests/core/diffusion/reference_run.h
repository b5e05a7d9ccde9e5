/// Reading what the reference schedulers did, in the terms of our plans.
#pragma once

#include <vector>

#include "core/base/json.h"
#include "core/diffusion/sampling_plan.h"

namespace pentimento {

/// The plan for an entry with the reference's "class" and its configuration under
/// "config" or "scheduler_config".
[[nodiscard]] SamplingPlan referencePlan(const Json& entry, int steps, double eta = 0);
/// Whether the reference class holds latents at variance-preserving scale.
[[nodiscard]] bool keepsVariance(const Json& entry);

/// A plan's levels as the reference lists them, one entry per network call.
struct ReferenceLevels {
  std::vector<double> times, sigmas;
};
[[nodiscard]] ReferenceLevels asReferenceLists(const SamplingPlan& plan);

}  // namespace pentimento
