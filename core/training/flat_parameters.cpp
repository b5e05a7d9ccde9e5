#include "core/training/flat_parameters.h"

#include <fmt/format.h>

#include "core/tensor/placement.h"
#include "core/training/scenes/random.h"

namespace pentimento::training {

FlatParameters::FlatParameters(torch::nn::Module& module, torch::ScalarType compute) {
  torch::NoGradGuard quiet;
  const auto named = module.named_parameters();
  int64_t count = 0;
  uint64_t hash = 0;
  for (const auto& item : named) {
    count += item.value().numel();
    hash = scenes::mixBits(hash ^ scenes::hashText(item.key()));
    for (const int64_t side : item.value().sizes())
      hash = scenes::mixBits(hash ^ static_cast<uint64_t>(side));
  }
  m_layout = fmt::format("{:016x}", hash);
  const auto device = deviceOf(module);
  m_master = torch::empty({count}, torch::TensorOptions().device(device).dtype(torch::kFloat32));
  m_compute = torch::empty({count}, m_master.options().dtype(compute));
  m_gradients = torch::zeros({count}, m_compute.options());
  int64_t offset = 0;
  for (const auto& item : named) {
    torch::Tensor parameter = item.value();
    const int64_t size = parameter.numel();
    m_master.narrow(0, offset, size).copy_(parameter.flatten());
    parameter.set_data(m_compute.narrow(0, offset, size).view(parameter.sizes()));
    parameter.mutable_grad() = m_gradients.narrow(0, offset, size).view(parameter.sizes());
    offset += size;
  }
  publish(m_master);
}

void FlatParameters::publish(const torch::Tensor& values) {
  torch::NoGradGuard quiet;
  m_compute.copy_(values);
}

}  // namespace pentimento::training
