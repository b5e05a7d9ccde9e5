/// Pictures as icons of lists.
#pragma once

#include <QIcon>
#include <QImage>

namespace pentimento {

/// In its own colours also where it is selected, which Qt would tint.
inline QIcon pictureIcon(const QImage& picture) {
  const QPixmap pixmap = QPixmap::fromImage(picture);
  QIcon icon;
  for (const QIcon::Mode mode : {QIcon::Normal, QIcon::Selected}) icon.addPixmap(pixmap, mode);
  return icon;
}

}  // namespace pentimento
