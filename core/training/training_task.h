/// What the training loop asks of a network that is trained.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/imaging/image.h"
#include "core/tensor/torch.h"

namespace pentimento::training {

/// The examples of one step that fall to this process.
struct BatchPosition {
  uint64_t first = 0;  ///< number of the first example since training began
  int count = 0;
  torch::Device device = torch::kCPU;  ///< where their tensors are wanted: the network's
};

class TrainingTask {
 public:
  virtual ~TrainingTask() = default;

  [[nodiscard]] virtual torch::nn::Module& network() = 0;
  /// Scalar, mean over the examples. Everything random in it follows from the examples' numbers, so
  /// that a run can be resumed, and split over processes, without changing it.
  [[nodiscard]] virtual torch::Tensor loss(const BatchPosition& batch) = 0;
  /// What the network makes now (its averaged weights are in place): a contact sheet for people.
  [[nodiscard]] virtual Image sheet() = 0;
};

/// A task, and how its network is written to a file (which is replaced) once it is trained.
struct TrainableNetwork {
  std::unique_ptr<TrainingTask> task;
  std::function<void(const std::filesystem::path& file)> save;
};

}  // namespace pentimento::training
