/// The surroundings of a scene: rooms, landscapes, table-tops.
#pragma once

#include "core/training/scenes/painter.h"
#include "core/training/scenes/world.h"

namespace pentimento::scenes {

void paintBackdrop(Painter& painter, const Scene& scene);

// One per family; `paintBackdrop` chooses.
void paintRoom(Painter& painter, const Scene& scene);
void paintLandscape(Painter& painter, const Scene& scene);
void paintTable(Painter& painter, const Scene& scene);

}  // namespace pentimento::scenes
