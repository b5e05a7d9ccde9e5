/// Cancellation within a network, between any two of its operations.
#pragma once

#include <stop_token>

#include "core/tensor/torch.h"

namespace pentimento {

/// While one lives, `cancellationPoint` on this thread obeys its token; scopes nest.
class CancellationScope {
 public:
  explicit CancellationScope(std::stop_token stop) noexcept;
  ~CancellationScope();
  CancellationScope(const CancellationScope&) = delete;
  CancellationScope& operator=(const CancellationScope&) = delete;

 private:
  std::stop_token m_stop;
  const std::stop_token* m_outer;
};

/// Called by the bricks of networks before whatever may take longer than some milliseconds; costs
/// nothing to speak of. @throws Cancelled when a stop was requested
void cancellationPoint();

/// Multiplications and additions in one go, a few hundredths of a second on two cores. What takes
/// more is computed in portions, since nothing can be cancelled within a portion.
[[nodiscard]] double operationsAtOnce(torch::ScalarType dtype) noexcept;

}  // namespace pentimento
