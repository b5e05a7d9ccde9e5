#include "ui/canvas/tools/eyedropper_tool.h"

#include <cmath>

namespace pentimento {

void EyedropperTool::pick(const PointerEvent& event) {
  const QPoint pixel(static_cast<int>(std::floor(event.position.x())),
                     static_cast<int>(std::floor(event.position.y())));
  const QColor colour = m_context.colourAt(pixel);
  if (!colour.isValid()) return;
  options().colour = colour;
  m_context.optionsEdited();
}

QString EyedropperTool::hint() const {
  return tr("Click or drag to pick a colour");
}

}  // namespace pentimento
