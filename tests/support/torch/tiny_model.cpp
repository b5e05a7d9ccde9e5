#include "tests/support/torch/tiny_model.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/tensor/state_dict.h"
#include "core/weights/memory_source.h"
#include "core/weights/open_tensors.h"
#include "core/weights/probe.h"
#include "core/weights/safetensors_file.h"

namespace pentimento::golden {
namespace fs = std::filesystem;

fs::path freshFolder(const std::string& name) {
  fs::path folder = fs::path(PENTIMENTO_TEST_TMP) / ("engine-" + std::to_string(getpid())) / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

GenerationRequest quickRequest(const fs::path& model) {
  GenerationRequest request;
  request.model = model.string();
  request.prompt = "a red fox in the snow";
  request.negativePrompt = "blurry";
  request.size = Extent{64, 64};
  request.steps = 2;
  request.sampler = "Euler a";
  request.seed.value = 11;
  request.precision = PrecisionPreference::Float32;
  request.device = DevicePreference::Cpu;
  return request;
}

SmallModel::SmallModel(const fs::path& path, const fs::path& tokenizer,
                       const Placement& placement) {
  LoadRequest request{.card = probeModel(path),
                      .placement = placement,
                      .autoencoder = {},
                      .tokenizerFolders = {},
                      .folders = {}};
  if (!tokenizer.empty()) request.tokenizerFolders = {tokenizer.string()};
  request.card.capabilities.nativeSize = {64, 64};
  m_capabilities = request.card.capabilities;
  m_model = loadModel(request, {});
}

Image SmallModel::make(const GenerationRequest& request, const RunContext& run) {
  std::vector<std::string> notes;
  auto pictures = m_model->makePictures(m_model->resolved(request), run, notes);
  EXPECT_TRUE(notes.empty()) << notes.front();
  return pictures.at(0).image;
}

void copyWithChanges(const fs::path& from, const fs::path& to, const std::string& component,
                     const std::function<void(const std::string&, torch::Tensor&)>& change) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
  const auto source = openTensors(from / component);
  MemorySource changed;
  for (const std::string& name : source->names()) {
    auto tensor = readTensor(*source, name).to(torch::kFloat32).contiguous().clone();
    change(name, tensor);
    const auto* data = tensor.data_ptr<float>();
    changed.add(name, {DType::F32, tensor.sizes().vec()},
                std::vector<float>(data, data + tensor.numel()));
  }
  const fs::path weights = *weightsInFolder(to / component);
  fs::remove(weights);
  writeSafetensors(weights.parent_path() / "diffusion_pytorch_model.safetensors", changed);
}

}  // namespace pentimento::golden
