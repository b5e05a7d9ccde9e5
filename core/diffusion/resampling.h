/// RePaint's jumps (Lugmayr et al. 2022): every step is taken several times, with fresh noise in
/// between, so that what is repainted and what is kept come to agree.
#pragma once

#include "core/diffusion/sampling_plan.h"

namespace pentimento {

/// As `SamplingPlan::run`, each step `times` times; the last, which ends without noise, once. With
/// 1 it is the same. Samplers with a memory begin anew with each step.
[[nodiscard]] torch::Tensor runResampled(const SamplingPlan& plan, int times,
                                         const Denoise& denoise, torch::Tensor x,
                                         const Noise& noise, const OnStep& onStep);

}  // namespace pentimento
