/// One folder of models as a list; names and types of files only, nothing is opened.
#pragma once

#include "core/weights/model_folders.h"

namespace pentimento {

/// Whether a folder as a whole is one asset of that kind.
[[nodiscard]] bool isFolderAsset(AssetKind kind, const std::filesystem::path& folder);

/// Unreadable and missing folders are empty; three levels deep and at most 20,000 entries.
[[nodiscard]] std::vector<Asset> listFolder(AssetKind kind, const std::filesystem::path& folder);

/// The newest snapshot of every repository with a `model_index.json`, named "organisation/name".
[[nodiscard]] std::vector<Asset> listHuggingFaceHub(const std::filesystem::path& hub);

}  // namespace pentimento
