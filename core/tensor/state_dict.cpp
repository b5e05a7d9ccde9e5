#include "core/tensor/state_dict.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"
#include "core/tensor/half_conversion.h"

namespace pentimento {
namespace {

using Names = std::vector<std::string>;

Names shapeComplaints(const std::unordered_map<std::string, torch::Tensor>& targets,
                      const TensorSource& source) {
  Names complaints;
  for (const std::string& name : source.names()) {
    const auto target = targets.find(name);
    if (target == targets.end()) continue;
    const TensorInfo& info = *source.find(name);
    if (target->second.sizes() != torch::IntArrayRef(info.shape))
      complaints.push_back(fmt::format("{} is {} instead of {}", name, fmt::join(info.shape, "x"),
                                       fmt::join(target->second.sizes().vec(), "x")));
  }
  return complaints;
}

// "a, b, c and 5 more"
std::string enumerated(const Names& names) {
  constexpr size_t kShown = 3;
  if (names.size() <= kShown) return fmt::format("{}", fmt::join(names, ", "));
  return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + kShown, ", "),
                     names.size() - kShown);
}

std::unordered_map<std::string, torch::Tensor> stateOf(const torch::nn::Module& module) {
  std::unordered_map<std::string, torch::Tensor> state;
  for (const auto& item : module.named_parameters()) state.emplace(item.key(), item.value());
  for (const auto& item : module.named_buffers()) state.emplace(item.key(), item.value());
  return state;
}

void requireMatch(const std::unordered_map<std::string, torch::Tensor>& targets,
                  const TensorSource& source, const LoadOptions& options) {
  Names missing, unexpected;
  for (const auto& [name, tensor] : targets)
    if (!source.contains(name)) missing.push_back(name);
  std::sort(missing.begin(), missing.end());
  for (const std::string& name : source.names())
    if (!targets.contains(name) && !(options.ignorable && options.ignorable(name)))
      unexpected.push_back(name);
  const Names shapes = shapeComplaints(targets, source);

  Names problems;
  if (!missing.empty()) problems.push_back("lacks " + enumerated(missing));
  if (!unexpected.empty()) problems.push_back("has unknown " + enumerated(unexpected));
  if (!shapes.empty()) problems.push_back("differs in shape (" + enumerated(shapes) + ")");
  if (!problems.empty())
    throw Error(ErrorKind::UnsupportedModel, "{} {}", options.what, fmt::join(problems, "; it "));
}

// In portions of a few milliseconds, between which a load can be cancelled, and for which what is
// converted on the way stays in the cache.
void fill(const torch::Tensor& target, const torch::Tensor& stored, const RunContext* run) {
  constexpr int64_t kElementsAtOnce = int64_t{1} << 20;
  if (stored.dim() == 0) {
    target.copy_(stored);
    return;
  }
  const bool narrow = stored.scalar_type() == torch::kFloat16 &&
                      target.scalar_type() == torch::kBFloat16 && target.device().is_cpu();
  const int64_t rows = stored.size(0), rowElements = stored.numel() / std::max<int64_t>(rows, 1);
  const int64_t step = std::max<int64_t>(1, kElementsAtOnce / std::max<int64_t>(rowElements, 1));
  for (int64_t begin = 0; begin < rows; begin += step) {
    if (run) run->check();
    const auto portion = stored.slice(0, begin, std::min(begin + step, rows));
    target.slice(0, begin, begin + portion.size(0))
        .copy_(narrow ? halfToBfloat16(portion) : portion);
  }
}

}  // namespace

torch::ScalarType toScalarType(DType dtype) noexcept {
  switch (dtype) {
    case DType::F64:
      return torch::kFloat64;
    case DType::F32:
      return torch::kFloat32;
    case DType::F16:
      return torch::kFloat16;
    case DType::BF16:
      return torch::kBFloat16;
    case DType::I64:
      return torch::kInt64;
    case DType::I32:
      return torch::kInt32;
    case DType::I16:
      return torch::kInt16;
    case DType::I8:
      return torch::kInt8;
    case DType::U8:
      return torch::kUInt8;
    case DType::Bool:
      return torch::kBool;
  }
  return torch::kFloat32;
}

torch::Tensor readTensor(const TensorSource& source, std::string_view name) {
  const TensorBytes tensor = source.read(name);
  const auto options = torch::TensorOptions(toScalarType(tensor.info.dtype));
  if (tensor.bytes.empty()) return torch::empty(tensor.info.shape, options);
  auto* data = const_cast<std::byte*>(tensor.bytes.data());
  if (reinterpret_cast<uintptr_t>(data) % bytesPerElement(tensor.info.dtype) == 0)
    return torch::from_blob(
        data, tensor.info.shape, [owner = tensor.owner](void*) {}, options);
  auto copy = torch::empty(tensor.info.shape, options);
  std::memcpy(copy.data_ptr(), data, tensor.bytes.size());
  return copy;
}

void loadStateDict(torch::nn::Module& module, const TensorSource& source,
                   const LoadOptions& options) {
  const torch::NoGradGuard noGrad;
  auto targets = stateOf(module);
  requireMatch(targets, source, options);

  Progress progress;
  progress.stage = "load";
  progress.steps = static_cast<int>(targets.size());
  for (const std::string& name : source.names()) {
    const auto target = targets.find(name);
    if (target == targets.end()) continue;
    fill(target->second, readTensor(source, name), options.run);
    ++progress.step;
    if (options.run) options.run->report(progress);
  }
}

}  // namespace pentimento
