/// Selections that follow what is in the picture.
#pragma once

#include <QPoint>
#include <QRect>

#include "core/imaging/image.h"

namespace pentimento {

struct WandOptions {
  int tolerance = 24;      ///< largest difference of a channel from the pixel clicked, 0..255
  bool contiguous = true;  ///< only what is connected with it
};
/// The colour wand. @param picture any layout and depth @param at inside of it
[[nodiscard]] Mask wandSelection(const Image& picture, QPoint at, const WandOptions& options);

/// What stands out from its surroundings within `box` (GrabCut, Rother et al. 2004). Takes time:
/// pictures are looked at with at most 512 pixels a side.
[[nodiscard]] Mask objectSelection(const Image& picture, const QRect& box);

}  // namespace pentimento
