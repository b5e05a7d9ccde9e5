#include "ui/canvas/tools/zoom_tool.h"

#include <cmath>

namespace pentimento {

void ZoomTool::press(const PointerEvent& event) {
  m_pressed = event.widgetPosition;
  m_startScale = m_context.transform->scale();
  m_dragged = false;
}

void ZoomTool::move(const PointerEvent& event) {
  const double distance = event.widgetPosition.x() - m_pressed.x();
  if (std::abs(distance) > 3) m_dragged = true;
  if (m_dragged) zoomTo(m_startScale * std::exp2(distance / 100));
}

void ZoomTool::release(const PointerEvent& event) {
  if (m_dragged) return;
  const bool out = event.modifiers & (Qt::AltModifier | Qt::ControlModifier);
  zoomTo(m_startScale * (out ? 0.5 : 2.0));
}

void ZoomTool::zoomTo(double scale) {
  CanvasTransform transform = *m_context.transform;
  transform.setScale(scale, m_pressed);
  m_context.setTransform(transform);
}

QString ZoomTool::hint() const {
  return tr(
      "Click zooms in  ·  Alt zooms out  ·  drag left or right  ·  the wheel works with any tool");
}

}  // namespace pentimento
