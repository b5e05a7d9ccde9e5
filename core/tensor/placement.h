/// Where a network's numbers live, and the choice of it.
#pragma once

#include <string>

#include "core/api/generation_request.h"
#include "core/tensor/torch.h"

namespace pentimento {

/// A device and the number format of weights and activations on it.
struct Placement {
  torch::Device device = torch::kCPU;
  torch::ScalarType dtype = torch::kFloat32;
  bool operator==(const Placement&) const = default;

  [[nodiscard]] torch::TensorOptions options() const {
    return torch::TensorOptions().device(device).dtype(dtype);
  }
};

/// Decides by what the machine has in hardware. Auto: CUDA when there is one, float16 there;
/// bfloat16 on CPUs with AVX512_BF16 or AMX; else float32. A format that the device would only
/// emulate is still obeyed when it was asked for by name, except float16 on CPUs, which has no
/// kernels.
/// @throws Error(InvalidInput) for CUDA without a usable device, and for float16 on a CPU
[[nodiscard]] Placement choosePlacement(DevicePreference device, PrecisionPreference precision);

/// Of the first of its parameters, which stand for all.
[[nodiscard]] torch::Device deviceOf(const torch::nn::Module& module);

/// "cpu, bfloat16"
[[nodiscard]] std::string toString(const Placement& placement);

/// Whether the CPU multiplies bfloat16 in hardware.
[[nodiscard]] bool cpuHasBfloat16() noexcept;

/// While one lives, parameters made by `uninitializedParameter` on this thread are placed so.
/// Networks are built under one, so that their memory is taken once, in its final format, and not
/// touched before weights are copied into it. On torch::kMeta nothing is allocated at all: enough
/// to ask for names and shapes.
class PlacementScope {
 public:
  explicit PlacementScope(const Placement& placement);
  ~PlacementScope();
  PlacementScope(const PlacementScope&) = delete;
  PlacementScope& operator=(const PlacementScope&) = delete;

 private:
  Placement m_previous;
};

/// Memory for a parameter in the current placement, its values undefined. Four-dimensional ones
/// (convolution kernels) are laid out channels-last, as the kernels of every device prefer.
[[nodiscard]] torch::Tensor uninitializedParameter(torch::IntArrayRef shape);

}  // namespace pentimento
