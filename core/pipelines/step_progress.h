/// Sampler steps as progress of a run: time left, preview, cancellation.
#pragma once

#include <string>

#include "core/api/run_context.h"
#include "core/diffusion/sampler.h"

namespace pentimento {

/// @param preview  makes a picture of x0; called only when the run wants previews
/// `run` and what `preview` refers to outlive the observer.
[[nodiscard]] OnStep stepProgress(const RunContext& run, std::string stage,
                                  std::function<Image(const torch::Tensor& x0)> preview);

}  // namespace pentimento
