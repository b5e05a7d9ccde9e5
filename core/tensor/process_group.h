/// Several processes that train together, as `torchrun` starts them (RANK, WORLD_SIZE,
/// MASTER_ADDR, MASTER_PORT in the environment).
#pragma once

#include <memory>

#include "core/api/generation_request.h"
#include "core/tensor/torch.h"

namespace pentimento {

/// What this process trains on: as `choosePlacement` decides, and of several GPUs the one whose
/// number is LOCAL_RANK.
/// @throws Error(InvalidInput) when there are fewer GPUs than processes; as choosePlacement
[[nodiscard]] torch::Device deviceOfProcess(DevicePreference preference);

/// One process is the special case without environment.
class ProcessGroup {
 public:
  /// @param device  of what is averaged: GPUs speak through NCCL where the program was built with
  /// it, everything else through gloo
  /// @throws Error(InvalidInput) when the environment contradicts itself; Error(Io) when the other
  /// processes cannot be reached
  [[nodiscard]] static std::unique_ptr<ProcessGroup> fromEnvironment(torch::Device device);
  virtual ~ProcessGroup() = default;

  [[nodiscard]] virtual int rank() const = 0;
  [[nodiscard]] virtual int size() const = 0;
  /// Replaces `tensor` in every process by the mean over all of them.
  virtual void average(torch::Tensor& tensor) = 0;
};

}  // namespace pentimento
