/// Which program computes.
#pragma once

#include <string>
#include <vector>

#include "app/settings/settings.h"

namespace pentimento {

/// The command of the settings, or `pentimento-cli engine` from beside this program, which is told
/// of the folders with models that the artist added.
[[nodiscard]] std::vector<std::string> engineCommand(const Settings& settings);

}  // namespace pentimento
