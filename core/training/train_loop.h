/// The loop that all networks are trained by: steps, checkpoints, loss curve, sample sheets.
#pragma once

#include <filesystem>

#include "core/api/run_context.h"
#include "core/tensor/process_group.h"
#include "core/training/loss_log.h"
#include "core/training/optimiser.h"
#include "core/training/training_task.h"

namespace pentimento::training {

struct LoopOptions {
  OptimiserOptions optimiser;
  int batch = 24;         ///< over all processes; a multiple of their number
  int64_t steps = 10000;  ///< at the most
  double minutes = 0;     ///< wall time after which to end, decay included; 0 = only `steps` counts
  int64_t warmUpSteps = 200;
  double decayShare = 0.3;  ///< of the run: cosine decay at its end, after a constant rate
  double finalRate = 0.02;  ///< of the learning rate, at the end
  bool bfloat16 = false;    ///< forward and backward; the master weights stay float32
  double checkpointMinutes = 3;
  double sheetMinutes = 5;
  SavePicture savePicture;       ///< empty = no curves and sheets
  std::filesystem::path folder;  ///< state.safetensors, loss.csv, loss.png, sheet-*.png
};

/// Trains to the end, on the device of the task's network, continuing where an earlier call on the
/// same folder stopped or was killed. Afterwards the network holds the averaged weights.
/// @throws Cancelled after saving a checkpoint; Error(NonFinite) when the loss diverges;
/// Error(InvalidInput) when the folder holds a run of another configuration; Error(Io)
void train(TrainingTask& task, const LoopOptions& options, ProcessGroup& group,
           const RunContext& run);

/// Factor of the learning rate at `progress` (0..1) and `step`.
[[nodiscard]] double rateFactor(const LoopOptions& options, int64_t step, double progress);

}  // namespace pentimento::training
