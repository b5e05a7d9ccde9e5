#include "core/pipelines/bench_weights.h"

#include <cmath>

#include "core/tensor/placement.h"
#include "core/tensor/random.h"

namespace pentimento {

BenchWeights::BenchWeights(const BenchModel& model) : IndexedSource("made-up weights") {
  const PlacementScope scope({torch::kMeta, torch::kFloat16});
  addAll(*nn::Unet(model.unet), kBenchUnet);
  addAll(*nn::KlAutoencoder(model.autoencoder), kBenchAutoencoder);
  addAll(*nn::ClipTextEncoder(model.text), kBenchText);
}

void BenchWeights::addAll(const torch::nn::Module& network, const std::string& prefix) {
  for (const auto& item : network.named_parameters())
    add(prefix + item.key(), {DType::F16, item.value().sizes().vec()});
}

TensorBytes BenchWeights::readAt(size_t index) const {
  const TensorInfo& shape = info(index);
  torch::Tensor values;
  if (shape.shape.size() < 2) {
    // Norms multiply by one; all biases are zero.
    values = names()[index].ends_with(".weight") ? torch::ones(shape.shape, torch::kFloat16)
                                                 : torch::zeros(shape.shape, torch::kFloat16);
  } else {
    const double fanIn =
        static_cast<double>(shape.elements()) / static_cast<double>(shape.shape[0]);
    values = NoiseSource(Seed{index}).uniform(shape.shape);
    values = values.sub_(0.5).mul_(std::sqrt(12.0 / fanIn)).to(torch::kFloat16);
  }
  const auto* data = static_cast<const std::byte*>(values.data_ptr());
  return {shape, {data, values.nbytes()}, std::make_shared<torch::Tensor>(values)};
}

}  // namespace pentimento
