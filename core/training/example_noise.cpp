#include "core/training/example_noise.h"

#include <algorithm>
#include <cmath>

#include "core/training/scenes/random.h"

namespace pentimento::training {

torch::Tensor exampleNoise(const BatchPosition& batch, torch::IntArrayRef shape, uint64_t seed) {
  std::vector<torch::Tensor> rows;
  auto generator = torch::make_generator<torch::CPUGeneratorImpl>();
  for (int i = 0; i < batch.count; ++i) {
    generator.set_current_seed(
        scenes::mixBits(seed ^ scenes::mixBits(batch.first + static_cast<uint64_t>(i))));
    rows.push_back(torch::randn(shape, generator));
  }
  return torch::stack(rows).to(batch.device);
}

torch::Tensor exampleTimes(const BatchPosition& batch, uint64_t seed) {
  constexpr double kGoldenRatio = 0.6180339887498949;
  const double offset = static_cast<double>(scenes::mixBits(seed) >> 11) * 0x1p-53;
  auto times = torch::empty({batch.count}, torch::kFloat32);
  for (int i = 0; i < batch.count; ++i) {
    const double t =
        offset + kGoldenRatio * static_cast<double>(batch.first + static_cast<uint64_t>(i));
    times[i] = std::clamp(t - std::floor(t), 1e-4, 1 - 1e-4);
  }
  return times.to(batch.device);
}

torch::Tensor exampleUniform(const BatchPosition& batch, uint64_t seed) {
  auto values = torch::empty({batch.count}, torch::kFloat32);
  for (int i = 0; i < batch.count; ++i)
    values[i] =
        scenes::Random(scenes::mixBits(seed) + batch.first + static_cast<uint64_t>(i)).unit();
  return values.to(batch.device);
}

torch::Tensor exampleChances(const BatchPosition& batch, double probability, uint64_t seed) {
  return exampleUniform(batch, seed).lt(probability);
}

}  // namespace pentimento::training
