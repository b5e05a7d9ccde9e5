/// Random numbers that are the same with every compiler and standard library.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace pentimento::scenes {

/// Mixes 64 bits (the finaliser of SplitMix64); also the step of `Random`.
[[nodiscard]] constexpr uint64_t mixBits(uint64_t z) noexcept {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

/// FNV-1a, to hash names independently of platform.
[[nodiscard]] constexpr uint64_t hashText(std::string_view text) noexcept {
  uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3ULL;
  return mixBits(hash);
}

/// SplitMix64 (Steele, Lea, Flood 2014).
class Random {
 public:
  explicit Random(uint64_t seed) : m_state(mixBits(seed + 0x9e3779b97f4a7c15ULL)) {}

  uint64_t bits() { return mixBits(m_state += 0x9e3779b97f4a7c15ULL); }
  /// In [0, 1).
  float unit() { return static_cast<float>(bits() >> 40) * 0x1p-24f; }
  float between(float low, float high) { return low + (high - low) * unit(); }
  /// In [0, count).
  int below(int count) {
    return static_cast<int>((bits() >> 32) * static_cast<uint64_t>(count) >> 32);
  }
  bool chance(float probability) { return unit() < probability; }
  template <typename T>
  const T& pick(std::span<const T> values) {
    return values[static_cast<size_t>(below(static_cast<int>(values.size())))];
  }
  /// An index, with probability proportional to its weight.
  int weighted(std::span<const float> weights) {
    float sum = 0;
    for (const float weight : weights) sum += weight;
    float rest = unit() * sum;
    for (size_t i = 0; i + 1 < weights.size(); ++i)
      if ((rest -= weights[i]) < 0) return static_cast<int>(i);
    return static_cast<int>(weights.size()) - 1;
  }
  /// An independent stream.
  Random fork() { return Random(bits()); }

 private:
  uint64_t m_state;
};

}  // namespace pentimento::scenes
