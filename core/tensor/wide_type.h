#pragma once

#include "core/tensor/torch.h"

namespace pentimento {

/// What sums over numbers of `dtype` are kept in: float64 for float64, else float32.
[[nodiscard]] inline torch::ScalarType wideType(torch::ScalarType dtype) {
  return dtype == torch::kFloat64 ? torch::kFloat64 : torch::kFloat32;
}

}  // namespace pentimento
