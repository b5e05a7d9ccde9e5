/// Where the model that ships with the program lies.
#pragma once

#include <filesystem>

namespace pentimento {

/// Where it is installed, seen from the executable (../share/pentimento/models/builtin), or in
/// models/builtin of a folder above it (a build tree); empty when there is none.
[[nodiscard]] std::filesystem::path builtInModel();

}  // namespace pentimento
