/// Number formats and elementary functions in a form that compilers turn into SIMD code.
#pragma once

#include <bit>
#include <cstdint>

/// Compiles a function once per instruction set and picks the best on the machine it runs on.
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#define PENTIMENTO_EACH_CPU \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define PENTIMENTO_EACH_CPU
#endif

#define PENTIMENTO_INLINE inline __attribute__((always_inline))

namespace pentimento::nn::kernels {

/// The upper half of a float32; layout-compatible with c10::BFloat16.
enum class BFloat16 : uint16_t {};

PENTIMENTO_INLINE float toFloat(float value) {
  return value;
}
PENTIMENTO_INLINE float toFloat(BFloat16 value) {
  return std::bit_cast<float>(static_cast<uint32_t>(value) << 16);
}

/// Rounds to nearest, ties to even.
PENTIMENTO_INLINE void store(float value, float& target) {
  target = value;
}
PENTIMENTO_INLINE void store(float value, BFloat16& target) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  target = static_cast<BFloat16>((bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16);
}

/// e^x to about 2 ulp in [−87, 88], clamped outside; NaN stays NaN.
PENTIMENTO_INLINE float exponential(float x) {
  x = x < -87.0F ? -87.0F : x;
  x = x > 88.0F ? 88.0F : x;
  // Adding 1.5·2^23 leaves round(x·log2 e) in the low bits: rounding without a library call.
  constexpr float kShift = 12582912.0F;
  const float shifted = x * 1.44269504F + kShift;
  const float n = shifted - kShift;
  float r = x - n * 0.693359375F;  // ln 2 in two parts, so that x − n·ln 2 is exact to the last bit
  r = r + n * 2.12194440e-4F;
  float p = 1.0F / 720.0F;
  p = p * r + 1.0F / 120.0F;
  p = p * r + 1.0F / 24.0F;
  p = p * r + 1.0F / 6.0F;
  p = p * r + 0.5F;
  p = p * r + 1.0F;
  p = p * r + 1.0F;
  const int32_t exponent = std::bit_cast<int32_t>(shifted) - std::bit_cast<int32_t>(kShift);
  return p * std::bit_cast<float>((exponent + 127) << 23);
}

PENTIMENTO_INLINE float sigmoidWeighted(float x) {
  return x / (1.0F + exponential(-x));
}

/// x·Φ(x), with erf by Abramowitz and Stegun 7.1.26 (absolute error below 2e-7).
PENTIMENTO_INLINE float gaussianWeighted(float x) {
  const float z = (x < 0 ? -x : x) * 0.70710678F;
  const float t = 1.0F / (1.0F + 0.3275911F * z);
  float p = 1.061405429F;
  p = p * t - 1.453152027F;
  p = p * t + 1.421413741F;
  p = p * t - 0.284496736F;
  p = p * t + 0.254829592F;
  const float tail = 0.5F * p * t * exponential(-z * z);  // 1 − Φ(|x|)
  return x * (x < 0 ? tail : 1.0F - tail);
}

}  // namespace pentimento::nn::kernels
