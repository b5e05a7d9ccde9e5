/// Things that people expect together: the furniture of a living room, a butterfly before a storm.
#pragma once

#include "core/training/scenes/compose.h"

namespace pentimento::scenes {

/// Furnishes an empty scene as one of its family's arrangements and sets the ground and time that
/// belong to it. Parts for which there is no room are left out.
/// @returns false, with the scene as it was, when the world lacks the kinds of all of them
bool arrange(Scene& scene, const WorldOptions& options, Random& random);

}  // namespace pentimento::scenes
