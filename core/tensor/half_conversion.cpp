#include "core/tensor/half_conversion.h"

#include <bit>

namespace pentimento {
namespace {

// Without branches, so that compilers turn loops over it into SIMD code.
inline uint16_t bfloatBits(uint16_t half) {
  constexpr float kExponentShift = 0x1p112F;  // between the biases; makes subnormals normal as well
  const uint32_t sign = static_cast<uint32_t>(half & 0x8000U) << 16;
  const uint32_t magnitude = half & 0x7fffU;
  const uint32_t finite =
      std::bit_cast<uint32_t>(std::bit_cast<float>(magnitude << 13) * kExponentShift);
  const uint32_t rounded = (finite + 0x7fffU + ((finite >> 16) & 1U)) >> 16;
  const uint32_t special = magnitude > 0x7c00U ? 0x7fc0U : 0x7f80U;  // not a number, infinity
  return static_cast<uint16_t>((magnitude >= 0x7c00U ? special : rounded) | (sign >> 16));
}

}  // namespace

torch::Tensor halfToBfloat16(const torch::Tensor& half) {
  TORCH_CHECK(half.scalar_type() == torch::kFloat16 && half.is_contiguous());
  auto result = torch::empty(half.sizes(), half.options().dtype(torch::kBFloat16));
  const auto* from = reinterpret_cast<const uint16_t*>(half.data_ptr<at::Half>());
  auto* to = reinterpret_cast<uint16_t*>(result.data_ptr<at::BFloat16>());
  at::parallel_for(0, half.numel(), 1 << 16, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) to[i] = bfloatBits(from[i]);
  });
  return result;
}

}  // namespace pentimento
