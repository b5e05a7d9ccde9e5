#include "core/pipelines/wide_precision.h"

#include <utility>

namespace pentimento {
namespace {

void setFormat(torch::nn::Module& network, torch::ScalarType format) {
  // Weights outlive the picture, so they must not become tensors of an inference block.
  const c10::InferenceMode ordinary(false);
  const torch::NoGradGuard noGrad;
  network.to(format);
}

}  // namespace

WidePrecision::WidePrecision(std::vector<std::shared_ptr<torch::nn::Module>> networks) {
  for (auto& network : networks) {
    const auto stored = network->parameters().front().scalar_type();
    if (stored == torch::kFloat32) continue;
    m_widened.push_back({network, stored});
    setFormat(*network, torch::kFloat32);
  }
}

WidePrecision::~WidePrecision() {
  for (const Widened& widened : m_widened) setFormat(*widened.network, widened.stored);
}

}  // namespace pentimento
