/// The tiny reference checkpoints as models of the generator, and copies of them with other
/// weights.
#pragma once

#include <filesystem>
#include <functional>

#include "core/pipelines/model_family.h"
#include "core/tensor/torch.h"

namespace pentimento::golden {

/// A folder of this test process that is empty.
[[nodiscard]] std::filesystem::path freshFolder(const std::string& name);

/// A text-to-image request that takes a tiny model some milliseconds.
[[nodiscard]] GenerationRequest quickRequest(const std::filesystem::path& model);

/// A tiny model as the generator loads it, but at its best at 64 x 64: edits take milliseconds too.
class SmallModel {
 public:
  /// @param tokenizer  a folder for files that bring no vocabulary
  explicit SmallModel(const std::filesystem::path& path,
                      const std::filesystem::path& tokenizer = {}, const Placement& placement = {});
  [[nodiscard]] const Capabilities& capabilities() const { return m_capabilities; }
  [[nodiscard]] Image make(const GenerationRequest& request, const RunContext& run = {});

 private:
  Capabilities m_capabilities;
  std::unique_ptr<PictureModel> m_model;
};

/// A copy of a diffusers folder in `to`, in which `change` has been called on every tensor (as
/// float32) of the component: "unet", "vae".
void copyWithChanges(
    const std::filesystem::path& from, const std::filesystem::path& to,
    const std::string& component,
    const std::function<void(const std::string& name, torch::Tensor& tensor)>& change);

}  // namespace pentimento::golden
