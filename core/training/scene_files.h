/// Pictures of the procedural world as files.
#pragma once

#include "core/api/trainer.h"
#include "core/training/scenes/compose.h"

namespace pentimento::training {

/// Writes what `request` asks for; its configuration has been read into `world`.
/// @throws Cancelled; Error(InvalidInput, Io)
void saveScenes(const ScenesRequest& request, const scenes::WorldOptions& world,
                const RunContext& run);

}  // namespace pentimento::training
