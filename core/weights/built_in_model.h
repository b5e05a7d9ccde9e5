/// Where the model that ships with the program lies.
#pragma once

#include <filesystem>

namespace pentimento {

/// In ../share/pentimento/models/builtin relative to the executable, or in models/builtin of a
/// folder above it (a build tree); empty when there is none.
[[nodiscard]] std::filesystem::path builtInModel();

}  // namespace pentimento
