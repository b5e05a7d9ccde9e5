/// The files that prompts and requests name: LoRAs and learned words, found in the model folders.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/api/generation_request.h"
#include "core/api/run_context.h"
#include "core/networks/lora.h"
#include "core/pipelines/stable_diffusion_parts.h"
#include "core/weights/model_folders.h"

namespace pentimento {

/// What is in a loaded model beside its own weights. Thread-safety: as the model.
class PromptAssets {
 public:
  explicit PromptAssets(ModelFolders folders) : m_folders(std::move(folders)) {}

  /// Makes the model hold exactly the LoRAs of the request and its prompt, and know the learned
  /// words that it mentions; nothing is reloaded for it. Words whose files were made for another
  /// kind of model stay words, which is noted.
  /// @returns the request with prompts as the text encoders shall read them
  /// @throws Error(NotFound) for a LoRA, or a textual inversion of `request.embeddings`, that is in
  /// none of the folders; Error(InvalidInput) for one that does not fit the model; Cancelled
  [[nodiscard]] GenerationRequest use(const GenerationRequest& request, StableDiffusionParts& parts,
                                      const RunContext& run, std::vector<std::string>& notes);

 private:
  struct OpenedLora {
    std::filesystem::file_time_type modified;
    std::shared_ptr<const nn::Lora> lora;
  };
  struct NamedFile {
    std::string name;
    std::filesystem::path path;
    bool asked = false;  ///< by the request itself, not by a word of the prompt
    bool operator==(const NamedFile&) const = default;
  };
  [[nodiscard]] std::shared_ptr<const nn::Lora> opened(const std::filesystem::path& path,
                                                       const RunContext& run);
  void applyLoras(const std::vector<LoraUse>& uses, StableDiffusionParts& parts,
                  const RunContext& run, std::vector<std::string>& notes);
  [[nodiscard]] std::vector<NamedFile> wordsOf(const GenerationRequest& request) const;
  void learnWords(const GenerationRequest& request, StableDiffusionParts& parts,
                  const RunContext& run, std::vector<std::string>& notes);

  ModelFolders m_folders;
  std::map<std::filesystem::path, OpenedLora> m_loras;  // those in the weights now
  std::vector<nn::WeightedLora> m_onText;
  std::vector<NamedFile> m_words;  // those the text encoders know now
};

}  // namespace pentimento
