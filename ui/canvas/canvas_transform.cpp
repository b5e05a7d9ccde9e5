#include "ui/canvas/canvas_transform.h"

#include <algorithm>
#include <cmath>

namespace pentimento {

template <typename Change>
void CanvasTransform::changeAbout(QPointF anchor, const Change& change) {
  const QPointF held = toCanvas(anchor);
  change();
  m_shown += anchor - toWidget(held);
  snapToPixels();
}

void CanvasTransform::setScale(double scale, QPointF anchor) {
  changeAbout(anchor, [&] { m_scale = std::clamp(scale, kMinScale, kMaxScale); });
}

void CanvasTransform::setRotation(double degrees, QPointF anchor) {
  changeAbout(anchor, [&] { m_rotation = std::remainder(degrees, 360.0); });
}

void CanvasTransform::setMirrored(bool mirrored, QPointF anchor) {
  changeAbout(anchor, [&] { m_mirrored = mirrored; });
}

void CanvasTransform::fit(QSize canvas, QSize widget, double margin) {
  if (canvas.isEmpty() || widget.isEmpty()) return;
  m_scale = m_ratio;
  const QRectF box = canvasToWidget().mapRect(QRectF(QPointF(0, 0), canvas));
  const double share = std::min((widget.width() - 2 * margin) / box.width(),
                                (widget.height() - 2 * margin) / box.height());
  m_scale = std::clamp(share * m_ratio, kMinScale, kMaxScale);
  const QPointF middle(canvas.width() / 2.0, canvas.height() / 2.0);
  m_shown += QPointF(widget.width() / 2.0, widget.height() / 2.0) - toWidget(middle);
  snapToPixels();
}

void CanvasTransform::snapToPixels() {
  // Smaller or slanted pixels are interpolated anyway; snapping would only let the image creep away
  // from under the pointer.
  if (m_scale < 1 || std::remainder(m_rotation, 90.0) != 0) return;
  m_shown = {std::round(m_shown.x() * m_ratio) / m_ratio,
             std::round(m_shown.y() * m_ratio) / m_ratio};
}

QTransform CanvasTransform::canvasToWidget() const {
  QTransform transform;
  transform.translate(m_shown.x(), m_shown.y());
  transform.rotate(m_rotation);
  transform.scale(m_mirrored ? -widgetScale() : widgetScale(), widgetScale());
  return transform;
}

QPointF CanvasTransform::toWidget(QPointF canvas) const {
  return canvasToWidget().map(canvas);
}

QPointF CanvasTransform::toCanvas(QPointF widget) const {
  return widgetToCanvas().map(widget);
}

}  // namespace pentimento
