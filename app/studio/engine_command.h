/// Which program computes.
#pragma once

#include <string>
#include <vector>

#include "app/settings/settings.h"

namespace pentimento {

/// The command of the settings, or `pentimento-cli engine` from beside this program.
[[nodiscard]] std::vector<std::string> engineCommand(const Settings& settings);

}  // namespace pentimento
