#include "ui/canvas/tools/move_tool.h"

#include <QRegion>
#include <cmath>

namespace pentimento {

void MoveTool::press(const PointerEvent& event) {
  Document* const doc = document();
  if (!doc) return;
  const QPoint pixel(int(std::floor(event.position.x())), int(std::floor(event.position.y())));
  std::byte masked{};
  doc->state().mask.read(QRect(pixel, QSize(1, 1)), &masked, 1);
  const bool onMask = masked != std::byte{};
  if (!onMask && !doc->activeLayer()) return;
  m_layer = onMask ? LayerId{} : doc->state().active;
  m_edit.emplace(*doc, onMask ? tr("Move Mask") : tr("Move Layer"));
  m_start = held().origin();
  m_pressed = event.position;
}

TilePlane& MoveTool::held() {
  return m_layer ? m_edit->layer(m_layer)->pixels : m_edit->state().mask;
}

void MoveTool::move(const PointerEvent& event) {
  if (!m_edit || !m_edit->isOpen()) return m_edit.reset();
  QPointF drag = event.position - m_pressed;
  if (event.modifiers & Qt::ShiftModifier)
    (std::abs(drag.x()) > std::abs(drag.y()) ? drag.ry() : drag.rx()) = 0;
  TilePlane& plane = held();
  const QRect before = plane.tiledBounds();
  plane.setOrigin(m_start + drag.toPoint());
  const QRect changed = before | plane.tiledBounds();
  m_layer ? m_edit->showPixels(changed) : m_edit->showMask(changed);
}

void MoveTool::release(const PointerEvent& event) {
  if (!m_edit || !m_edit->isOpen()) return m_edit.reset();
  move(event);
  if (!m_layer)  // a mask beyond the canvas would only confuse
    for (const QRect& beyond : QRegion(held().tiledBounds()) - m_edit->state().canvas())
      held().clear(beyond);
  m_edit->commit();
  m_edit.reset();
}

bool MoveTool::cancel() {
  const bool dragged = m_edit.has_value();
  m_edit.reset();
  return dragged;
}

QString MoveTool::hint() const {
  return tr("Drag to move the layer, on the mask to move that  ·  Shift: along one axis");
}

}  // namespace pentimento
