/// The engine behind `Generator`. The one header of the pipelines that executables include.
#pragma once

#include <filesystem>
#include <memory>

#include "core/api/generator.h"
#include "core/weights/model_folders.h"

namespace pentimento {

struct TorchGeneratorOptions {
  std::filesystem::path builtInModel = {};  ///< used when a request names no model
  /// Where names of models, autoencoders, LoRAs and learned words are looked up, and vocabularies
  /// for files that bring none.
  ModelFolders folders = {};
};

/// Loads models when they are first asked for and keeps the last one. Its own exceptions are all of
/// the one family; after any of them it is as usable as before.
[[nodiscard]] std::unique_ptr<Generator> makeTorchGenerator(
    const TorchGeneratorOptions& options = {});

}  // namespace pentimento
