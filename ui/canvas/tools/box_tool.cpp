#include "ui/canvas/tools/box_tool.h"

#include <algorithm>
#include <cmath>

namespace pentimento {

void BoxTool::press(const PointerEvent& event) {
  noteModifiers(event);
  m_corner = m_opposite = event.position;
}

void BoxTool::move(const PointerEvent& event) {
  if (!m_corner) return;
  m_opposite = event.position;
  if (event.modifiers & Qt::ShiftModifier) {
    const QPointF drag = event.position - *m_corner;
    const double side = std::max(std::abs(drag.x()), std::abs(drag.y()));
    m_opposite = *m_corner + QPointF(std::copysign(side, drag.x()), std::copysign(side, drag.y()));
  }
  m_context.updateOverlay();
}

void BoxTool::release(const PointerEvent& event) {
  if (!m_corner) return;
  move(event);
  const QRectF box = QRectF(*m_corner, m_opposite).normalized();
  m_corner.reset();
  if (document()) finish(box);
  m_context.updateOverlay();
}

bool BoxTool::cancel() {
  const bool dragged = m_corner.has_value();
  m_corner.reset();
  m_context.updateOverlay();
  return dragged;
}

void BoxTool::paintOverlay(QPainter& painter, const CanvasTransform& transform) const {
  if (!m_corner) return;
  QPainterPath path;
  const QRectF box = QRectF(*m_corner, m_opposite).normalized();
  if (guideIsEllipse())
    path.addEllipse(box);
  else
    path.addRect(box);
  strokeGuide(painter, transform.canvasToWidget().map(path));
}

}  // namespace pentimento
