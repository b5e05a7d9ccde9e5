#include "ui/canvas/tools/frame_tool.h"

#include <cmath>

namespace pentimento {
namespace {
enum Edge { kLeft = 1, kTop = 2, kRight = 4, kBottom = 8, kAll = 15 };
constexpr double kReach = 10;     // widget pixels around an edge
constexpr int kMinimumSide = 16;  // image pixels
}  // namespace

void FrameTool::press(const PointerEvent& event) {
  if (!document()) return;
  m_start = QRectF(m_context.frame());
  m_pressed = event.position;
  const double reach = kReach / m_context.transform->widgetScale();
  m_moves = 0;
  const QRectF outer = m_start.adjusted(-reach, -reach, reach, reach);
  if (outer.contains(event.position)) {
    if (std::abs(event.position.x() - m_start.left()) < reach)
      m_moves |= kLeft;
    else if (std::abs(event.position.x() - m_start.right()) < reach)
      m_moves |= kRight;
    if (std::abs(event.position.y() - m_start.top()) < reach)
      m_moves |= kTop;
    else if (std::abs(event.position.y() - m_start.bottom()) < reach)
      m_moves |= kBottom;
    if (m_moves == 0) m_moves = kAll;
  } else {
    m_start = QRectF(event.position, event.position);
    m_moves = kRight | kBottom;
  }
  m_edit.emplace(*document(), tr("Move Frame"));
}

void FrameTool::move(const PointerEvent& event) {
  if (!m_edit) return;
  const QPointF drag = event.position - m_pressed;
  QRectF frame = m_start;
  if (m_moves & kLeft) frame.setLeft(m_start.left() + drag.x());
  if (m_moves & kTop) frame.setTop(m_start.top() + drag.y());
  if (m_moves & kRight) frame.setRight(m_start.right() + drag.x());
  if (m_moves & kBottom) frame.setBottom(m_start.bottom() + drag.y());
  const QRect whole = frame.normalized().toRect();
  if (whole.width() < kMinimumSide || whole.height() < kMinimumSide) return;
  m_edit->state().frame = whole;
  m_context.updateOverlay();
}

void FrameTool::release(const PointerEvent& event) {
  if (!m_edit) return;
  move(event);
  m_edit->commit();
  m_edit.reset();
}

void FrameTool::doubleClick(const PointerEvent&) {
  cancel();
  setFrame(std::nullopt);
}

void FrameTool::setFrame(const std::optional<QRect>& frame) {
  if (!document()) return;
  DocumentEdit edit(*document(), tr("Frame Follows Mask"));
  edit.state().frame = frame;
  edit.commit();
  m_context.updateOverlay();
}

void FrameTool::cancel() {
  m_edit.reset();
  m_context.updateOverlay();
}

QString FrameTool::hint() const {
  return tr(
      "Drag edges or corners; past the canvas: Expand  ·  drag inside to move  ·  "
      "double click: follow the mask");
}

void FrameTool::paintOverlay(QPainter& painter, const CanvasTransform& transform) const {
  const QRectF frame(m_context.frame());
  if (frame.isEmpty()) return;
  painter.setPen(QPen(QColor(20, 20, 20), 1));
  painter.setBrush(Qt::white);
  const QPointF m = frame.center();
  for (const QPointF& handle :
       {frame.topLeft(), QPointF(m.x(), frame.top()), frame.topRight(),
        QPointF(frame.right(), m.y()), frame.bottomRight(), QPointF(m.x(), frame.bottom()),
        frame.bottomLeft(), QPointF(frame.left(), m.y())}) {
    const QPointF at = transform.toWidget(handle);
    painter.drawRect(QRectF(at.x() - 4, at.y() - 4, 8, 8));
  }
}

}  // namespace pentimento
