/// Elementwise steps that save a pass over memory where nobody needs the old value. While gradients
/// are recorded they leave their arguments alone. Runs are cancelled before each.
#pragma once

#include "core/tensor/cancellation.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

/// Whether arguments may be overwritten: true under torch::NoGradGuard and c10::InferenceMode.
[[nodiscard]] inline bool mayOverwrite() {
  return !torch::GradMode::is_enabled();
}

/// x + y, in x's memory if allowed
[[nodiscard]] inline torch::Tensor addReusing(torch::Tensor x, const torch::Tensor& y) {
  cancellationPoint();
  return mayOverwrite() ? x.add_(y) : x + y;
}

/// x·sigmoid(x), in x's memory if allowed
[[nodiscard]] inline torch::Tensor siluReusing(torch::Tensor x) {
  cancellationPoint();
  return mayOverwrite() ? torch::silu_(x) : torch::silu(x);
}

}  // namespace pentimento::nn
