#include "core/training/train_loop.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/tensor/placement.h"
#include "core/training/training_state.h"

namespace pentimento::training {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What one step yields in every process alike: gradient, loss and the clock of the run, averaged.
struct StepResult {
  torch::Tensor gradient;
  double loss = 0, seconds = 0;
};

StepResult computeStep(TrainingTask& task, FlatParameters& parameters, ProcessGroup& group,
                       const BatchPosition& batch, double seconds) {
  parameters.zeroGradients();
  const torch::Tensor loss = task.loss(batch);
  loss.backward();
  torch::NoGradGuard quiet;
  const auto facts =
      torch::tensor({loss.item<double>(), seconds}, torch::kFloat64).to(torch::kFloat32);
  auto all = torch::cat(
      {parameters.gradients().to(torch::kFloat32), facts.to(parameters.gradients().device())});
  group.average(all);
  const int64_t count = parameters.count();
  return {all.narrow(0, 0, count), all[count].item<double>(), all[count + 1].item<double>()};
}

/// Shows the averaged weights to `use`, then puts the trained ones back.
template <typename Use>
void withAverage(FlatParameters& parameters, const Optimiser& optimiser, TrainingTask& task,
                 Use use) {
  torch::NoGradGuard quiet;
  parameters.publish(optimiser.average());
  task.network().eval();
  use();
  task.network().train();
  parameters.publish(parameters.master());
}

}  // namespace

double rateFactor(const LoopOptions& o, int64_t step, double progress) {
  const double warm = std::min(1.0, static_cast<double>(step + 1) /
                                        static_cast<double>(std::max<int64_t>(o.warmUpSteps, 1)));
  const double into =
      std::clamp((progress - (1 - o.decayShare)) / std::max(o.decayShare, 1e-9), 0.0, 1.0);
  return warm * (o.finalRate + (1 - o.finalRate) * 0.5 * (1 + std::cos(std::numbers::pi * into)));
}

void train(TrainingTask& task, const LoopOptions& o, ProcessGroup& group, const RunContext& run) {
  if (o.batch < group.size() || o.batch % group.size() != 0)
    throw Error(ErrorKind::InvalidInput,
                "a batch of {} cannot be shared by {} processes: choose a multiple", o.batch,
                group.size());
  std::filesystem::create_directories(o.folder);
  const auto statePath = o.folder / "state.safetensors";
  FlatParameters parameters(task.network(), o.bfloat16 ? torch::kBFloat16 : torch::kFloat32);
  Optimiser optimiser(parameters.master(), o.optimiser);
  RunPosition position = loadState(statePath, parameters, optimiser);
  const bool leader = group.rank() == 0;
  LossLog log(o.folder, position.step, leader, o.savePicture);

  const auto start = Clock::now();
  const double before = position.seconds;
  auto lastSave = start, lastSheet = start;
  const int share = o.batch / group.size();
  const auto device = deviceOf(task.network());
  const auto finish = [&] {
    if (!leader) return;
    saveState(statePath, position, parameters, optimiser);
    log.plot();
  };
  const auto progressOf = [&](const RunPosition& p) {
    const double bySteps = static_cast<double>(p.step) / static_cast<double>(o.steps);
    return o.minutes > 0 ? std::max(bySteps, p.seconds / (60 * o.minutes)) : bySteps;
  };

  task.network().train();
  while (progressOf(position) < 1) {
    const BatchPosition batch{static_cast<uint64_t>(position.step * o.batch + group.rank() * share),
                              share, device};
    StepResult result = computeStep(task, parameters, group, batch, before + secondsSince(start));
    if (!std::isfinite(result.loss))
      throw Error(ErrorKind::NonFinite,
                  "the loss became infinite at step {}: go on from the last checkpoint with a "
                  "lower learning rate",
                  position.step);
    const double factor = rateFactor(o, position.step, progressOf(position));
    optimiser.step(parameters.master(), result.gradient, factor);
    parameters.publish(parameters.master());
    ++position.step;
    position.seconds = result.seconds;
    log.add(position.step, result.loss, factor * o.optimiser.learningRate, position.seconds);
    if (leader && secondsSince(lastSave) > 60 * o.checkpointMinutes) {
      finish();
      lastSave = Clock::now();
    }
    if (leader && secondsSince(lastSheet) > 60 * o.sheetMinutes) {
      withAverage(parameters, optimiser, task, [&] { log.saveSheet(task.sheet(), position.step); });
      lastSheet = Clock::now();
    }
    if (run.stop.stop_requested()) finish();
    Progress progress;
    progress.stage = "train";
    progress.step = static_cast<int>(position.step);
    progress.steps = static_cast<int>(o.steps);
    const double done = progressOf(position);
    constexpr double kEnoughToTell = 2;  // seconds
    if (done > 0 && position.seconds > kEnoughToTell)
      progress.secondsLeft = position.seconds * (1 - done) / done;
    run.report(progress);
  }
  finish();
  parameters.publish(optimiser.average());
  task.network().eval();
  if (leader) log.saveSheet(task.sheet(), position.step);
}

}  // namespace pentimento::training
