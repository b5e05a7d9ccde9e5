#include "core/pipelines/step_progress.h"

#include <chrono>
#include <utility>

namespace pentimento {

OnStep stepProgress(const RunContext& run, std::string stage,
                    std::function<Image(const torch::Tensor& x0)> preview) {
  using Clock = std::chrono::steady_clock;
  return [&run, stage = std::move(stage), preview = std::move(preview),
          start = Clock::now()](const SamplerStep& at) {
    Progress progress;
    progress.stage = stage;
    progress.step = at.step + 1;
    progress.steps = at.steps;
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    progress.secondsLeft = seconds / progress.step * (at.steps - progress.step);
    // x0 is at the scale of the finished latents, whatever the level.
    if (run.wantsPreviews) progress.preview = preview(at.x0);
    run.report(progress);
  };
}

}  // namespace pentimento
