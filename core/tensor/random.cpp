#include "core/tensor/random.h"

namespace pentimento {

NoiseSource::NoiseSource(Seed seed)
    : m_generator(at::make_generator<at::CPUGeneratorImpl>(seed.value)) {}

torch::Tensor NoiseSource::normal(torch::IntArrayRef shape) {
  return torch::randn(shape, m_generator, torch::TensorOptions(torch::kFloat32));
}

torch::Tensor NoiseSource::normalLike(const torch::Tensor& like) {
  return normal(like.sizes()).to(like.options());
}

torch::Tensor NoiseSource::uniform(torch::IntArrayRef shape) {
  return torch::rand(shape, m_generator, torch::TensorOptions(torch::kFloat32));
}

BatchNoiseSource::BatchNoiseSource(Seed first, int64_t pictures) {
  for (int64_t k = 0; k < pictures; ++k) m_sources.emplace_back(first.next(k));
}

torch::Tensor BatchNoiseSource::normal(torch::IntArrayRef shape) {
  TORCH_CHECK(!shape.empty() && shape[0] == static_cast<int64_t>(m_sources.size()),
              "noise for another number of pictures than the batch has");
  std::vector<int64_t> one(shape.begin(), shape.end());
  one[0] = 1;
  std::vector<torch::Tensor> parts;
  for (NoiseSource& source : m_sources) parts.push_back(source.normal(one));
  return torch::cat(parts);
}

torch::Tensor BatchNoiseSource::normalLike(const torch::Tensor& like) {
  return normal(like.sizes()).to(like.options());
}

}  // namespace pentimento
