/// Turning and mirroring by whole quarter turns, without loss.
#pragma once

#include "core/imaging/image.h"

namespace pentimento {

/// The picture as it is to be seen, from pixels stored with this EXIF orientation (1 to 8; others
/// count as 1). 3 turns by a half, 6 a quarter clockwise, 8 a quarter counter-clockwise; 2, 4, 5, 7
/// mirror.
[[nodiscard]] Image uprighted(const Image& image, int exifOrientation);

}  // namespace pentimento
