#include "ui/canvas/tools/mask_brush_tool.h"

namespace pentimento {

QString MaskBrushTool::hint() const {
  return tr("Paint mask  ·  [ ] size  ·  Ctrl erase  ·  X swap  ·  Shift straight line");
}

std::optional<StrokeTool::Target> MaskBrushTool::target(const PointerEvent& event) const {
  const bool inverted = event.modifiers & Qt::ControlModifier;
  return Target{true, event.eraserEnd || (inverted != options().swapPaintErase)};
}

void MaskBrushTool::paint(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                          const QRegion& area, bool erase) {
  strokeMask(plane, before, coverage, area, erase);
}

}  // namespace pentimento
