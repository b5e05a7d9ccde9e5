#include "core/weights/folder_listing.h"

#include <algorithm>
#include <array>

namespace pentimento {
namespace fs = std::filesystem;
namespace {

constexpr int kMaxListingDepth = 3;
constexpr int kMaxListingEntries = 20'000;
constexpr std::array<std::string_view, 6> kAssetExtensions{".safetensors", ".sft", ".ckpt",
                                                           ".pt",          ".pth", ".bin"};

bool isFileAsset(AssetKind kind, const fs::path& file) {
  if (kind == AssetKind::Tokenizer) return file.filename().string().starts_with("bpe_simple_vocab");
  return std::ranges::find(kAssetExtensions, file.extension().string()) != kAssetExtensions.end();
}

std::string nameWithin(const fs::path& folder, const fs::path& path, bool isFolder) {
  fs::path name = path.lexically_relative(folder);
  if (!isFolder) name.replace_extension();
  return name.generic_string();
}

}  // namespace

bool isFolderAsset(AssetKind kind, const fs::path& folder) {
  std::error_code failure;
  if (kind == AssetKind::Tokenizer) return fs::exists(folder / "vocab.json", failure);
  return fs::exists(folder / "model_index.json", failure) ||
         (kind != AssetKind::Model && fs::exists(folder / "config.json", failure));
}

std::vector<Asset> listFolder(AssetKind kind, const fs::path& folder) {
  std::vector<Asset> assets;
  std::error_code failure;
  if (isFolderAsset(kind, folder)) assets.push_back({folder.filename().string(), folder});
  if (kind == AssetKind::Model && !assets.empty()) return assets;  // its files are parts of it
  auto entry = fs::recursive_directory_iterator(folder,
                                                fs::directory_options::skip_permission_denied |
                                                    fs::directory_options::follow_directory_symlink,
                                                failure);
  int entries = 0;
  for (; !failure && entry != fs::recursive_directory_iterator() && entries < kMaxListingEntries;
       entry.increment(failure), ++entries) {
    std::error_code ignored;
    if (entry->is_directory(ignored)) {
      const bool asset = isFolderAsset(kind, entry->path());
      if (asset) assets.push_back({nameWithin(folder, entry->path(), true), entry->path()});
      if (asset || entry.depth() + 1 >= kMaxListingDepth) entry.disable_recursion_pending();
    } else if (entry->is_regular_file(ignored) && isFileAsset(kind, entry->path())) {
      assets.push_back({nameWithin(folder, entry->path(), false), entry->path()});
    }
  }
  std::ranges::sort(assets, {}, &Asset::path);
  return assets;
}

std::vector<Asset> listHuggingFaceHub(const fs::path& hub) {
  constexpr std::string_view kRepository = "models--";
  std::vector<Asset> assets;
  std::error_code failure;
  for (fs::directory_iterator entry(hub, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    std::string name = entry->path().filename().string();
    if (!name.starts_with(kRepository)) continue;
    name.erase(0, kRepository.size());
    if (const size_t separator = name.find("--"); separator != std::string::npos)
      name.replace(separator, 2, "/");
    fs::path newest;
    fs::file_time_type newestTime;
    std::error_code ignored;
    for (fs::directory_iterator snapshot(entry->path() / "snapshots", ignored), none;
         !ignored && snapshot != none; snapshot.increment(ignored)) {
      std::error_code untimed;
      const auto time = fs::last_write_time(snapshot->path(), untimed);
      if (!isFolderAsset(AssetKind::Model, snapshot->path())) continue;
      if (newest.empty() || time > newestTime) {
        newest = snapshot->path();
        newestTime = time;
      }
    }
    if (!newest.empty()) assets.push_back({name, newest});
  }
  return assets;
}

}  // namespace pentimento
