#include "ui/canvas/tools/frame_tool.h"

#include <cmath>

#include "ui/canvas/canvas_grips.h"

namespace pentimento {
namespace {
constexpr double kReach = 10;     // widget pixels around an edge
constexpr int kMinimumSide = 16;  // image pixels
}  // namespace

void FrameTool::press(const PointerEvent& event) {
  if (!document()) return;
  m_pressed = event.position;
  const int grip = gripAt(*m_context.transform, document()->size(), event.widgetPosition);
  m_extends = grip != 0;
  if (m_extends) {
    m_moves = grip;
    m_start = QRectF(document()->state().canvas());
  } else {
    grab(event.position);
  }
  m_edit.emplace(*document(), tr("Move Frame"));
}

/// The edges of the frame at this point, or all of it, or a new one.
void FrameTool::grab(QPointF canvas) {
  m_start = QRectF(m_context.frame());
  const double reach = kReach / m_context.transform->widgetScale();
  m_moves = 0;
  if (!m_start.adjusted(-reach, -reach, reach, reach).contains(canvas)) {
    m_start = QRectF(canvas, canvas);
    m_moves = kRightEdge | kBottomEdge;
    return;
  }
  if (std::abs(canvas.x() - m_start.left()) < reach)
    m_moves |= kLeftEdge;
  else if (std::abs(canvas.x() - m_start.right()) < reach)
    m_moves |= kRightEdge;
  if (std::abs(canvas.y() - m_start.top()) < reach)
    m_moves |= kTopEdge;
  else if (std::abs(canvas.y() - m_start.bottom()) < reach)
    m_moves |= kBottomEdge;
  if (m_moves == 0) m_moves = kAllEdges;
}

void FrameTool::move(const PointerEvent& event) {
  if (!m_edit || !m_edit->isOpen()) return m_edit.reset();
  const QPointF drag = event.position - m_pressed;
  QRect frame = withEdgesMoved(m_start, m_moves, drag).normalized().toRect();
  if (m_extends) {
    const QRect canvas = document()->state().canvas();
    frame = expansionFrame(canvas, canvas | frame, m_context.modelSize());
    if (canvas.contains(frame)) frame = canvas;  // dragged back, or inwards
  }
  if (frame.width() < kMinimumSide || frame.height() < kMinimumSide) return;
  m_edit->state().frame = frame;
  m_context.updateOverlay();
}

void FrameTool::release(const PointerEvent& event) {
  if (!m_edit || !m_edit->isOpen()) return m_edit.reset();
  move(event);
  if (m_edit) m_edit->commit();
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

bool FrameTool::cancel() {
  const bool dragged = m_edit.has_value();
  m_edit.reset();
  m_context.updateOverlay();
  return dragged;
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
