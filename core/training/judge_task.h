/// Trains the judge: pictures of the procedural world, held-out combinations included, and the
/// truth about them.
#pragma once

#include "core/networks/scene_judge.h"
#include "core/training/scenes/compose.h"
#include "core/training/training_task.h"

namespace pentimento::training {

class JudgeTask final : public TrainingTask {
 public:
  JudgeTask(const nn::SceneJudgeOptions& options, scenes::WorldOptions world, uint64_t seed);
  [[nodiscard]] torch::nn::Module& network() override { return *m_network; }
  [[nodiscard]] torch::Tensor loss(const BatchPosition& batch) override;
  /// Pictures never trained on, with what the judge sees in them.
  [[nodiscard]] Image sheet() override;

 private:
  nn::SceneJudge m_network;
  scenes::WorldOptions m_world;
  uint64_t m_seed;
};

}  // namespace pentimento::training
