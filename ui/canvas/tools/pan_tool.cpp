#include "ui/canvas/tools/pan_tool.h"

namespace pentimento {

void PanTool::move(const PointerEvent& event) {
  CanvasTransform transform = *m_context.transform;
  transform.pan(event.widgetPosition - m_last);
  m_last = event.widgetPosition;
  m_context.setTransform(transform);
}

QString PanTool::hint() const {
  return tr("Drag to move the view  ·  hold Space with any tool");
}

}  // namespace pentimento
