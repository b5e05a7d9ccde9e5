/// The engine behind `Generator`. The one header of the pipelines that executables include.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/api/generator.h"

namespace pentimento {

struct TorchGeneratorOptions {
  std::filesystem::path builtInModel;  ///< used when a request names no model
  /// Where files without a vocabulary look for one: folders with vocab.json and merges.txt.
  std::vector<std::string> tokenizerFolders;
};

/// Loads models when they are first asked for and keeps the last one. Its own exceptions are all of
/// the one family; after any of them it is as usable as before.
[[nodiscard]] std::unique_ptr<Generator> makeTorchGenerator(
    const TorchGeneratorOptions& options = {});

}  // namespace pentimento
