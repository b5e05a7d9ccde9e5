#include "core/diffusion/resampling.h"

#include <cmath>

namespace pentimento {

torch::Tensor runResampled(const SamplingPlan& plan, int times, const Denoise& denoise,
                           torch::Tensor x, const Noise& noise, const OnStep& onStep) {
  if (times <= 1) return plan.run(denoise, x, noise, onStep);
  const Schedule& schedule = plan.schedule;
  SamplerStep progress;
  progress.steps = (schedule.steps() - 1) * times + 1;
  SamplerContext context{
      .noise = noise, .onStep = {}, .eta = plan.eta, .prediction = plan.denoiser.prediction};
  context.onStep = [&](const SamplerStep& at) {
    progress.sigma = at.sigma;
    progress.x0 = at.x0;
    if (onStep) onStep(progress);
    ++progress.step;
  };
  for (int i = 0; i < schedule.steps(); ++i) {
    const Schedule step = schedule.slice(i, 1);
    const double from = schedule.sigmas[i], to = schedule.arrivals[i];
    const bool last = i + 1 == schedule.steps();
    x = x * schedule.rescale(i);
    for (int jump = 0; jump < (last ? 1 : times); ++jump) {
      if (jump > 0) x = x + noise(to, from) * std::sqrt(from * from - to * to);
      x = plan.sampler->sample(denoise, x, step, context);
    }
  }
  return x / std::hypot(1, schedule.sigmas.back());
}

}  // namespace pentimento
