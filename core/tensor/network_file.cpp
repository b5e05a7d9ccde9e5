#include "core/tensor/network_file.h"

#include <cstring>

#include "core/base/error.h"
#include "core/weights/memory_source.h"
#include "core/weights/safetensors_file.h"

namespace pentimento {
namespace {

torch::ScalarType scalarTypeOf(DType type, const std::string& name) {
  switch (type) {
    case DType::F32:
      return torch::kFloat32;
    case DType::F16:
      return torch::kFloat16;
    case DType::BF16:
      return torch::kBFloat16;
    default:
      throw Error(ErrorKind::UnsupportedModel, "{} is stored as {}, which is no type of weights",
                  name, toString(type));
  }
}

/// @returns false when the file has no such tensor of this shape
bool takeOver(const SafetensorsFile& file, const std::string& name, torch::Tensor& parameter) {
  const TensorInfo* info = file.find(name);
  if (!info || info->shape != parameter.sizes().vec()) return false;
  const TensorBytes bytes = file.read(name);
  auto values = torch::empty(info->shape, scalarTypeOf(info->dtype, name));
  std::memcpy(values.data_ptr(), bytes.bytes.data(), bytes.bytes.size());
  parameter.copy_(values);
  return true;
}

}  // namespace

void saveNetwork(const std::filesystem::path& path, const torch::nn::Module& network,
                 torch::ScalarType type, const std::map<std::string, std::string>& metadata) {
  MemorySource source;
  for (const auto& item : network.named_parameters()) {
    auto values =
        std::make_shared<torch::Tensor>(item.value().detach().to(torch::kCPU, type).contiguous());
    TensorBytes bytes;
    bytes.info = {type == torch::kFloat16 ? DType::F16 : DType::F32, item.value().sizes().vec()};
    bytes.bytes = {static_cast<const std::byte*>(values->data_ptr()), values->nbytes()};
    bytes.owner = values;
    source.add(item.key(), std::move(bytes));
  }
  SafetensorsOptions options;
  options.metadata = metadata;
  options.ifExists = IfExists::Replace;
  writeSafetensors(path, source, options);
}

void loadNetwork(const std::filesystem::path& path, torch::nn::Module& network) {
  const SafetensorsFile file(path);
  torch::NoGradGuard quiet;
  for (auto& item : network.named_parameters())
    if (!takeOver(file, item.key(), item.value()))
      throw Error(ErrorKind::UnsupportedModel,
                  "{} has no tensor {} of the shape that this configuration asks for",
                  path.string(), item.key());
}

int64_t loadMatching(const std::filesystem::path& path, torch::nn::Module& network) {
  const SafetensorsFile file(path);
  torch::NoGradGuard quiet;
  int64_t count = 0;
  for (auto& item : network.named_parameters())
    count += takeOver(file, item.key(), item.value()) ? 1 : 0;
  return count;
}

}  // namespace pentimento
