/// Between our pictures and Qt's, for thumbnails, previews and the clipboard.
#pragma once

#include <QImage>

#include "core/imaging/image.h"

namespace pentimento {

/// In Qt's format of the same depth (8 bit: RGB888 or RGBA8888, 16 bit: RGBA64); the pixels are
/// copied. An image without pixels gives a null QImage.
[[nodiscard]] QImage toQImage(const Image& image);
/// 8 bit RGB or RGBA, or 16 bit when `picture` has more than 8. @throws Error(InvalidInput) when
/// null
[[nodiscard]] Image fromQImage(const QImage& picture);

}  // namespace pentimento
