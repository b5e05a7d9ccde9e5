/// What the commands around training share.
#pragma once

#include "app/cli/session.h"
#include "core/base/json.h"

namespace pentimento::cli {

/// A training configuration; without a path, an empty one: every default.
/// @throws Error(NotFound, Io, InvalidInput)
[[nodiscard]] Json trainingConfiguration(const std::string& path);

/// @throws Error(UnsupportedModel) when the program cannot train
[[nodiscard]] std::unique_ptr<Trainer> trainerOf(const Session& session);

}  // namespace pentimento::cli
