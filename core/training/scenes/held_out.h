/// Combinations that training never shows, so that evaluation can tell learning from memory.
#pragma once

#include "core/training/scenes/world.h"

namespace pentimento::scenes {

/// About one in twelve, chosen by a hash of the words.
[[nodiscard]] bool isHeldOut(Kind kind, ColourName colour) noexcept;
[[nodiscard]] bool isHeldOut(Kind kind, Style style) noexcept;
/// A thing of one colour on a table of another; "a green ball on a yellow table" is one of them.
[[nodiscard]] bool isHeldOut(Kind kind, ColourName colour, ColourName support) noexcept;
/// Whether anything in the scene is held out.
[[nodiscard]] bool isHeldOut(const Scene& scene) noexcept;

}  // namespace pentimento::scenes
