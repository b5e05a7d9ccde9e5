#include "ui/canvas/tools/move_tool.h"

#include <cmath>

namespace pentimento {

void MoveTool::press(const PointerEvent& event) {
  if (!document() || !document()->activeLayer()) return;
  m_layer = document()->state().active;
  m_edit.emplace(*document(), tr("Move Layer"));
  m_start = m_edit->layer(m_layer)->pixels.origin();
  m_pressed = event.position;
}

void MoveTool::move(const PointerEvent& event) {
  if (!m_edit || !m_edit->isOpen()) return m_edit.reset();
  QPointF drag = event.position - m_pressed;
  if (event.modifiers & Qt::ShiftModifier)
    (std::abs(drag.x()) > std::abs(drag.y()) ? drag.ry() : drag.rx()) = 0;
  TilePlane& pixels = m_edit->layer(m_layer)->pixels;
  const QRect before = pixels.tiledBounds();
  pixels.setOrigin(m_start + drag.toPoint());
  m_edit->showPixels(before | pixels.tiledBounds());
}

void MoveTool::release(const PointerEvent& event) {
  if (!m_edit || !m_edit->isOpen()) return m_edit.reset();
  move(event);
  if (m_edit) m_edit->commit();
  m_edit.reset();
}

bool MoveTool::cancel() {
  const bool dragged = m_edit.has_value();
  m_edit.reset();
  return dragged;
}

QString MoveTool::hint() const {
  return tr("Drag to move the layer  ·  Shift: along one axis");
}

}  // namespace pentimento
