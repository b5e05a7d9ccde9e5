#include "ui/canvas/tools/brush_cursor.h"

#include <QPainter>
#include <QPixmap>
#include <cmath>

namespace pentimento {

QCursor brushCursor(double diameter, double devicePixelRatio) {
  if (diameter > kMaxCursorDiameter || diameter < 4) return Qt::CrossCursor;
  const int side = static_cast<int>(std::ceil(diameter)) + 4;
  QPixmap pixmap(QSize(side, side) * devicePixelRatio);
  pixmap.setDevicePixelRatio(devicePixelRatio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  const QPointF middle(side / 2.0, side / 2.0);
  painter.setPen(QPen(QColor(0, 0, 0, 200), 2.4));
  painter.drawEllipse(middle, diameter / 2, diameter / 2);
  painter.setPen(QPen(Qt::white, 1));
  painter.drawEllipse(middle, diameter / 2, diameter / 2);
  painter.end();
  return QCursor(pixmap, side / 2, side / 2);
}

}  // namespace pentimento
