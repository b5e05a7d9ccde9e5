/// Random numbers that mean the same on every device.
#pragma once

#include <vector>

#include "core/base/values.h"
#include "core/tensor/torch.h"

namespace pentimento {

/// A stream of unit normal noise. Drawn by torch's CPU generator in float32 and only then moved, so
/// that a seed gives the same picture on every device and in every precision, and the same numbers
/// as `torch.randn(shape, generator=torch.Generator().manual_seed(seed))`.
class NoiseSource {
 public:
  explicit NoiseSource(Seed seed);

  /// float32 on the CPU
  [[nodiscard]] torch::Tensor normal(torch::IntArrayRef shape);
  /// in the device and format of `like`
  [[nodiscard]] torch::Tensor normalLike(const torch::Tensor& like);
  /// float32 on the CPU, in [0, 1)
  [[nodiscard]] torch::Tensor uniform(torch::IntArrayRef shape);

  [[nodiscard]] const torch::Generator& generator() const noexcept { return m_generator; }

 private:
  torch::Generator m_generator;
};

/// The noise of a batch: picture k has its own stream with seed + k, so that any picture of a batch
/// can be made again alone.
class BatchNoiseSource {
 public:
  BatchNoiseSource(Seed first, int64_t pictures);

  /// shape[0] must be the number of pictures. float32 on the CPU.
  [[nodiscard]] torch::Tensor normal(torch::IntArrayRef shape);
  [[nodiscard]] torch::Tensor normalLike(const torch::Tensor& like);

 private:
  std::vector<NoiseSource> m_sources;
};

}  // namespace pentimento
