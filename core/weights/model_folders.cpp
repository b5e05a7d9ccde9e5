#include "core/weights/model_folders.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/printable.h"
#include "core/base/utf8.h"
#include "core/weights/comfyui_paths.h"
#include "core/weights/folder_listing.h"

namespace pentimento {
namespace fs = std::filesystem;
namespace {

struct Subfolder {
  AssetKind kind;
  std::string_view name;
};

/// Below a root, or below `models/` of an installation: ours and ComfyUI's names, then
/// AUTOMATIC1111's.
constexpr std::array kSubfolders{
    Subfolder{AssetKind::Model, "checkpoints"},
    Subfolder{AssetKind::Model, "diffusion_models"},
    Subfolder{AssetKind::Model, "unet"},
    Subfolder{AssetKind::Model, "diffusers"},
    Subfolder{AssetKind::Model, "Stable-diffusion"},
    Subfolder{AssetKind::Lora, "loras"},
    Subfolder{AssetKind::Lora, "Lora"},
    Subfolder{AssetKind::Embedding, "embeddings"},
    Subfolder{AssetKind::Autoencoder, "vae"},
    Subfolder{AssetKind::Autoencoder, "vae_approx"},
    Subfolder{AssetKind::Autoencoder, "VAE"},
    Subfolder{AssetKind::ControlNet, "controlnet"},
    Subfolder{AssetKind::ControlNet, "ControlNet"},
    Subfolder{AssetKind::Tokenizer, "tokenizers"},
    Subfolder{AssetKind::Tokenizer, "tokenizer"},
};

std::string_view lastPart(std::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

void addRoots(ModelFolders& folders, const std::string& separated) {
  for (size_t start = 0; start < separated.size();) {
    const size_t end = std::min(separated.find(':', start), separated.size());
    if (end > start) folders.addRoot(separated.substr(start, end - start));
    start = end + 1;
  }
}

}  // namespace

std::string_view wordFor(AssetKind kind) noexcept {
  switch (kind) {
    case AssetKind::Model:
      return "model";
    case AssetKind::Lora:
      return "LoRA";
    case AssetKind::Embedding:
      return "textual inversion";
    case AssetKind::Autoencoder:
      return "autoencoder";
    case AssetKind::ControlNet:
      return "ControlNet";
    case AssetKind::Tokenizer:
      return "vocabulary";
  }
  return "file";
}

void ModelFolders::addFolder(AssetKind kind, const fs::path& folder) {
  m_folders[kind].push_back(folder);
}

void ModelFolders::addRoot(const fs::path& root) {
  std::error_code failure;
  bool layout = false;
  for (const auto& [kind, name] : kSubfolders)
    for (const fs::path& folder : {root / name, root / "models" / name})
      if (fs::is_directory(folder, failure) && !isFolderAsset(AssetKind::Model, root)) {
        addFolder(kind, folder);
        layout = layout || kind != AssetKind::Tokenizer;
      }
  try {
    const fs::path more = root / "extra_model_paths.yaml";
    if (fs::exists(more, failure)) addComfyUiPaths(more);
  } catch (const Error&) {  // written by hand, and not needed
  }
  // A plain folder of models has no subfolders by kind; a vocabulary may lie among them.
  if (!layout) addFolder(AssetKind::Model, root);
}

void ModelFolders::addComfyUiPaths(const fs::path& yaml) {
  constexpr uintmax_t kMaxYamlBytes = 1u << 20;
  const std::string text = readTextFile(yaml, kMaxYamlBytes);
  for (const ComfyUiPath& entry : parseComfyUiPaths(text, yaml.parent_path()))
    addFolder(entry.kind, entry.folder);
}

void ModelFolders::addHuggingFaceCache(const fs::path& hub) {
  m_hubs.push_back(hub);
}

ModelFolders ModelFolders::ofUser() {
  ModelFolders folders;
  const std::string home = environment("HOME");
  if (const std::string chosen = environment("PENTIMENTO_MODELS"); !chosen.empty()) {
    addRoots(folders, chosen);
  } else {
    const std::string data = environment("XDG_DATA_HOME");
    folders.addRoot((data.empty() ? fs::path(home) / ".local" / "share" : fs::path(data)) /
                    "pentimento" / "models");
  }
  addRoots(folders, environment("PENTIMENTO_MORE_MODELS"));
  const std::string cache = environment("HF_HOME");
  folders.addHuggingFaceCache(
      (cache.empty() ? fs::path(home) / ".cache" / "huggingface" : fs::path(cache)) / "hub");
  return folders;
}

std::vector<Asset> ModelFolders::list(AssetKind kind) const {
  std::map<std::string, Asset> byName;
  for (const fs::path& folder : folders(kind))
    for (Asset& asset : listFolder(kind, folder)) byName.try_emplace(asset.name, std::move(asset));
  if (kind == AssetKind::Model)
    for (const fs::path& hub : m_hubs)
      for (Asset& asset : listHuggingFaceHub(hub)) byName.try_emplace(asset.name, std::move(asset));
  if (kind == AssetKind::Tokenizer)
    for (const Asset& model : list(AssetKind::Model))
      if (Asset own{model.name + "/tokenizer", model.path / "tokenizer"};
          isFolderAsset(kind, own.path))
        byName.try_emplace(own.name, std::move(own));
  std::vector<Asset> assets;
  for (auto& [name, asset] : byName) assets.push_back(std::move(asset));
  return assets;
}

std::optional<Asset> ModelFolders::find(AssetKind kind, std::string_view name) const {
  const std::vector<Asset> assets = list(kind);
  const std::string lower = lowerCased(name);
  const auto spelledAs = [&](const Asset& asset, auto&& spell, std::string_view wanted) {
    const std::string file = asset.path.filename().string();
    return spell(asset.name) == wanted || spell(lastPart(asset.name)) == wanted ||
           spell(file) == wanted || spell(asset.name + asset.path.extension().string()) == wanted;
  };
  const auto asIs = [](std::string_view text) { return std::string(text); };
  for (const Asset& asset : assets)
    if (spelledAs(asset, asIs, name)) return asset;
  for (const Asset& asset : assets)
    if (spelledAs(asset, lowerCased, lower)) return asset;
  return std::nullopt;
}

fs::path ModelFolders::resolve(AssetKind kind, const std::string& name) const {
  std::error_code failure;
  if (const auto asset = find(kind, name)) return asset->path;
  if (kind == AssetKind::Model && fs::exists(name, failure)) return name;
  constexpr size_t kSuggestions = 5;
  std::vector<std::string> close;
  const std::string lower = lowerCased(lastPart(name));
  for (const Asset& asset : list(kind))
    if (close.size() < kSuggestions && !lower.empty() &&
        lowerCased(asset.name).find(lower.substr(0, 4)) != std::string::npos)
      close.push_back(printable(asset.name));
  std::vector<std::string> searched;
  for (const fs::path& folder : folders(kind)) searched.push_back(printable(folder.string(), 300));
  throw Error(ErrorKind::NotFound, "there is no {} \"{}\" in {}{}", wordFor(kind), printable(name),
              searched.empty() ? "any model folder" : fmt::format("{}", fmt::join(searched, ", ")),
              close.empty() ? "" : fmt::format("; close: {}", fmt::join(close, ", ")));
}

fs::path ModelFolders::resolveOrPath(AssetKind kind, const std::string& name) const {
  std::error_code failure;
  if (!find(kind, name) && fs::exists(name, failure)) return name;
  return resolve(kind, name);
}

const std::vector<fs::path>& ModelFolders::folders(AssetKind kind) const {
  static const std::vector<fs::path> kNone;
  const auto found = m_folders.find(kind);
  return found == m_folders.end() ? kNone : found->second;
}

}  // namespace pentimento
