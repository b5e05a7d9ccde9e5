/// Pictures for the people who watch a run.
#pragma once

#include <vector>

#include "core/imaging/image.h"

namespace pentimento::training {

/// Equal square tiles side by side, `columns` to a row.
[[nodiscard]] Image contactSheet(const std::vector<Image>& tiles, int columns);

}  // namespace pentimento::training
