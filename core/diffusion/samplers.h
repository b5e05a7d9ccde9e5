/// All samplers; the mathematics is in the file named after each.
#pragma once

#include "core/diffusion/sampler.h"

namespace pentimento {

/// DDIM (Song et al. 2020, equation 12); `context.eta` 0 is deterministic, 1 is DDPM.
torch::Tensor sampleDdim(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context);
/// DDPM (Ho et al. 2020, algorithm 2) with the posterior variance ("fixed small").
torch::Tensor sampleDdpm(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context);
/// Euler steps of the probability flow (Karras et al. 2022, algorithm 2 without churn).
torch::Tensor sampleEuler(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                          const SamplerContext& context);
/// Euler steps to a lower level, then noise up to the next one.
torch::Tensor sampleEulerAncestral(const Denoise& denoise, torch::Tensor x,
                                   const Schedule& schedule, const SamplerContext& context);
/// Heun's method (Karras et al. 2022, algorithm 1).
torch::Tensor sampleHeun(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context);
/// Midpoint method in log sigma (after DPM-Solver-2, Lu et al. 2022, and Karras et al. 2022).
torch::Tensor sampleDpm2(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context);
/// As DPM2, to a lower level, then noise up to the next one.
torch::Tensor sampleDpm2Ancestral(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                                  const SamplerContext& context);
/// Linear multistep of order 4 with coefficients integrated over sigma.
torch::Tensor sampleLms(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                        const SamplerContext& context);
/// DPM-Solver++(2S) (Lu et al. 2022b, algorithm 1) with ancestral noise.
torch::Tensor sampleDpmpp2sAncestral(const Denoise& denoise, torch::Tensor x,
                                     const Schedule& schedule, const SamplerContext& context);
/// DPM-Solver++(2M) (Lu et al. 2022b, algorithm 2).
torch::Tensor sampleDpmpp2m(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                            const SamplerContext& context);
/// DPM-Solver++ (stochastic), single step of order 2.
torch::Tensor sampleDpmppSde(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                             const SamplerContext& context);
/// SDE-DPM-Solver++(2M), midpoint form (Lu et al. 2022b, section 5).
torch::Tensor sampleDpmpp2mSde(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                               const SamplerContext& context);
/// SDE-DPM-Solver++(3M).
torch::Tensor sampleDpmpp3mSde(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                               const SamplerContext& context);
/// UniPC of order 2 with B(h) = e^h - 1 (Zhao et al. 2023, algorithms 1 and 2).
torch::Tensor sampleUnipc(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                          const SamplerContext& context);
/// PLMS (Liu et al. 2022, "PNDM" without Runge-Kutta warm-up): the first step is taken twice.
torch::Tensor samplePlms(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context);
/// DEIS of order 2 in log rho (Zhang & Chen 2022).
torch::Tensor sampleDeis(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                         const SamplerContext& context);
/// Multistep consistency sampling (Song et al. 2023, algorithm 1; Luo et al. 2023).
torch::Tensor sampleLcm(const Denoise& denoise, torch::Tensor x, const Schedule& schedule,
                        const SamplerContext& context);

}  // namespace pentimento
