#include "core/tensor/placement.h"

#include "core/base/error.h"

namespace pentimento {
namespace {

thread_local Placement t_placement;

torch::ScalarType chooseDtype(bool cuda, PrecisionPreference precision) {
  switch (precision) {
    case PrecisionPreference::Float32:
      return torch::kFloat32;
    case PrecisionPreference::BFloat16:
      return torch::kBFloat16;
    case PrecisionPreference::Float16:
      if (cuda) return torch::kFloat16;
      throw Error(ErrorKind::InvalidInput,
                  "float16 is not available on the CPU: choose bfloat16 or float32");
    case PrecisionPreference::Auto:
      break;
  }
  if (cuda) return torch::kFloat16;
  return cpuHasBfloat16() ? torch::kBFloat16 : torch::kFloat32;
}

}  // namespace

bool cpuHasBfloat16() noexcept {
#if defined(__x86_64__)
  // AMX machines have AVX512_BF16 as well.
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

Placement choosePlacement(DevicePreference device, PrecisionPreference precision) {
  const bool available = torch::cuda::is_available();
  if (device == DevicePreference::Cuda && !available)
    throw Error(ErrorKind::InvalidInput,
                "no CUDA device can be used here: choose the CPU, or run `doctor` to see why");
  const bool cuda = available && device != DevicePreference::Cpu;
  return {cuda ? torch::Device(torch::kCUDA, 0) : torch::Device(torch::kCPU),
          chooseDtype(cuda, precision)};
}

torch::Device deviceOf(const torch::nn::Module& module) {
  return module.parameters().front().device();
}

std::string toString(const Placement& placement) {
  const char* format = placement.dtype == torch::kBFloat16  ? "bfloat16"
                       : placement.dtype == torch::kFloat16 ? "float16"
                                                            : "float32";
  return placement.device.str() + ", " + format;
}

PlacementScope::PlacementScope(const Placement& placement)
    : m_previous(std::exchange(t_placement, placement)) {}

PlacementScope::~PlacementScope() {
  t_placement = m_previous;
}

torch::Tensor uninitializedParameter(torch::IntArrayRef shape) {
  const auto format =
      shape.size() == 4 ? torch::MemoryFormat::ChannelsLast : torch::MemoryFormat::Contiguous;
  return torch::empty(shape, t_placement.options(), format);
}

}  // namespace pentimento
