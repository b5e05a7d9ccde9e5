/// What turns the finished drawing into a photograph, a watercolour, a film still ...
#pragma once

#include <vector>

#include "core/training/scenes/world.h"

namespace pentimento::scenes {

/// `pixels`: size² × RGB, 0..1, changed in place. Deterministic for one `seed`.
void applyStyle(std::vector<float>& pixels, int size, Style style, uint64_t seed);

}  // namespace pentimento::scenes
