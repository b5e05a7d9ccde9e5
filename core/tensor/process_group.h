/// Several processes that train together, as `torchrun` starts them (RANK, WORLD_SIZE,
/// MASTER_ADDR, MASTER_PORT in the environment).
#pragma once

#include <memory>

#include "core/tensor/torch.h"

namespace pentimento {

/// One process is the special case without environment.
class ProcessGroup {
 public:
  /// @throws Error(InvalidInput) when the environment contradicts itself; Error(Io) when the other
  /// processes cannot be reached
  [[nodiscard]] static std::unique_ptr<ProcessGroup> fromEnvironment();
  virtual ~ProcessGroup() = default;

  [[nodiscard]] virtual int rank() const = 0;
  [[nodiscard]] virtual int size() const = 0;
  /// Replaces `tensor` in every process by the mean over all of them.
  virtual void average(torch::Tensor& tensor) = 0;
};

}  // namespace pentimento
