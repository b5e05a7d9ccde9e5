/// Writing pictures of a run where people look for them.
#pragma once

#include <filesystem>
#include <vector>

#include "core/imaging/image.h"

namespace pentimento::training {

/// 8 bit RGB, replacing what is there.
void savePng(const std::filesystem::path& path, const Image& picture);

/// Equal square tiles side by side, `columns` to a row.
[[nodiscard]] Image contactSheet(const std::vector<Image>& tiles, int columns);

}  // namespace pentimento::training
