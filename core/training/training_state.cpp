#include "core/training/training_state.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

#include "core/base/error.h"
#include "core/weights/memory_source.h"
#include "core/weights/safetensors_file.h"

namespace pentimento::training {
namespace {

void addFloats(MemorySource& source, const std::string& name, const torch::Tensor& tensor) {
  const auto host = tensor.to(torch::kCPU, torch::kFloat32).contiguous();
  const float* data = host.data_ptr<float>();
  source.add(name, TensorInfo{DType::F32, {host.numel()}},
             std::vector<float>(data, data + host.numel()));
}

torch::Tensor readFloats(const SafetensorsFile& file, const char* name, int64_t count) {
  const TensorBytes bytes = file.read(name);
  if (bytes.info.dtype != DType::F32 || bytes.info.elements() != count)
    throw Error(
        ErrorKind::CorruptFile,
        "the training state has a tensor {} of the wrong size: start anew in another folder", name);
  auto tensor = torch::empty({count}, torch::kFloat32);
  std::memcpy(tensor.data_ptr(), bytes.bytes.data(), bytes.bytes.size());
  return tensor;
}

template <typename Number>
Number numberOf(const SafetensorsFile& file, const char* key) {
  const auto entry = file.metadata().find(key);
  Number value{};
  if (entry == file.metadata().end() ||
      std::from_chars(entry->second.data(), entry->second.data() + entry->second.size(), value)
              .ec != std::errc{})
    throw Error(ErrorKind::CorruptFile,
                "the training state lacks its {}: start anew in another folder", key);
  return value;
}

}  // namespace

void saveState(const std::filesystem::path& path, const RunPosition& position,
               FlatParameters& parameters, const Optimiser& optimiser) {
  MemorySource source;
  addFloats(source, "master", parameters.master());
  addFloats(source, "first_moment", optimiser.firstMoment());
  addFloats(source, "second_moment", optimiser.secondMoment());
  addFloats(source, "average", optimiser.average());
  SafetensorsOptions options;
  options.ifExists = IfExists::Replace;
  options.metadata = {{"layout", parameters.layout()},
                      {"step", std::to_string(position.step)},
                      {"optimiser_steps", std::to_string(optimiser.steps())},
                      {"seconds", fmt::format("{:.3f}", position.seconds)}};
  writeSafetensors(path, source, options);
}

RunPosition loadState(const std::filesystem::path& path, FlatParameters& parameters,
                      Optimiser& optimiser) {
  if (!std::filesystem::exists(path)) return {};
  const SafetensorsFile file(path);
  const auto layout = file.metadata().find("layout");
  if (layout == file.metadata().end() || layout->second != parameters.layout())
    throw Error(ErrorKind::InvalidInput,
                "{} holds the state of a network of another shape: choose another folder, or the "
                "configuration it was started with",
                path.string());
  const int64_t count = parameters.count();
  parameters.master().copy_(readFloats(file, "master", count));
  optimiser.restore(numberOf<int64_t>(file, "optimiser_steps"),
                    readFloats(file, "first_moment", count),
                    readFloats(file, "second_moment", count), readFloats(file, "average", count));
  parameters.publish(parameters.master());
  return {numberOf<int64_t>(file, "step"), numberOf<double>(file, "seconds")};
}

}  // namespace pentimento::training
