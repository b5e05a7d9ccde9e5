/// The folders in which artists keep models, used in place: our own, ComfyUI's, AUTOMATIC1111's and
/// the Hugging Face cache.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pentimento {

enum class AssetKind { Model, Lora, Embedding, Autoencoder, ControlNet, Tokenizer };

/// For people: "LoRA", "textual inversion" ...
[[nodiscard]] std::string_view wordFor(AssetKind kind) noexcept;

struct Asset {
  std::string name;  ///< path within its folder, without extension; "org/name" in the cache
  std::filesystem::path path;  ///< a file, or a folder in the diffusers layout
};

/// Lists and finds by name. Nothing is opened and no file is written. A name is compared with what
/// a listing found and never made into a path, so that no name leaves the folders.
/// Thread-safety: const members may be called from several threads.
class ModelFolders {
 public:
  /// A folder in any of the known layouts, which may be missing: `checkpoints/`, `loras/` ... below
  /// it; and in `root` itself models.
  void addRoot(const std::filesystem::path& root);
  /// One folder for one kind.
  void addFolder(AssetKind kind, const std::filesystem::path& folder);
  /// ComfyUI's `extra_model_paths.yaml`: sections with `base_path` and a folder, or a block of
  /// folders, per kind; other keys are ignored.
  /// @throws Error(NotFound, Io, InvalidInput) when it cannot be read
  void addComfyUiPaths(const std::filesystem::path& yaml);
  /// `hub/` of the Hugging Face cache.
  void addHuggingFaceCache(const std::filesystem::path& hub);

  /// PENTIMENTO_MODELS (roots, separated by ':'), else the user's data folder;
  /// PENTIMENTO_MORE_MODELS; the Hugging Face cache (HF_HOME or ~/.cache/huggingface) if there.
  [[nodiscard]] static ModelFolders ofUser();

  /// Sorted by name; the first folder wins. Vocabularies within models' own folders count too.
  [[nodiscard]] std::vector<Asset> list(AssetKind kind) const;

  /// By name with or without folder and extension; exact names before other cases.
  [[nodiscard]] std::optional<Asset> find(AssetKind kind, std::string_view name) const;

  /// As `find`; a model may also be named by its path.
  /// @throws Error(NotFound) that names close matches and the folders that were searched
  [[nodiscard]] std::filesystem::path resolve(AssetKind kind, const std::string& name) const;

  /// As `resolve`, for files of any kind that are named outside of a prompt: by their path, too.
  [[nodiscard]] std::filesystem::path resolveOrPath(AssetKind kind, const std::string& name) const;

  [[nodiscard]] const std::vector<std::filesystem::path>& folders(AssetKind kind) const;

 private:
  std::map<AssetKind, std::vector<std::filesystem::path>> m_folders;
  std::vector<std::filesystem::path> m_hubs;
};

}  // namespace pentimento
