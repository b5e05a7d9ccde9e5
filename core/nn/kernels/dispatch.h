/// From tensors to the plain-array kernels.
#pragma once

#include "core/nn/kernels/elements.h"
#include "core/tensor/torch.h"

namespace pentimento::nn::kernels {

/// Whether the plain-array kernels may compute on `x`: they run on the CPU, know float32 and
/// bfloat16, and record no gradients.
[[nodiscard]] inline bool takes(const torch::Tensor& x) {
  return x.device().is_cpu() && !torch::GradMode::is_enabled() &&
         (x.scalar_type() == torch::kFloat32 || x.scalar_type() == torch::kBFloat16);
}

[[nodiscard]] inline float* floats(const torch::Tensor& x) {
  return x.data_ptr<float>();
}
[[nodiscard]] inline BFloat16* bfloats(const torch::Tensor& x) {
  return reinterpret_cast<BFloat16*>(x.data_ptr<at::BFloat16>());
}

/// Calls `function` with the data pointers of all tensors, which have one format and are contiguous
/// (in any memory format).
template <typename Function, typename... Tensors>
void withElements(Function&& function, const torch::Tensor& first, const Tensors&... others) {
  if (first.scalar_type() == torch::kFloat32)
    function(floats(first), floats(others)...);
  else
    function(bfloats(first), bfloats(others)...);
}

}  // namespace pentimento::nn::kernels
