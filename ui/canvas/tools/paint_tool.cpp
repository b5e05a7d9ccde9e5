#include "ui/canvas/tools/paint_tool.h"

namespace pentimento {

QString PaintTool::hint() const {
  return tr(
      "Paint colour  ·  [ ] size  ·  Alt pick colour  ·  X swap colours  ·  Shift straight line");
}

std::optional<StrokeTool::Target> PaintTool::target(const PointerEvent& event) const {
  return Target{false, event.eraserEnd};
}

void PaintTool::paint(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                      const QRegion& area, bool erase) {
  const BitDepth depth = document()->state().depth;
  if (erase)
    strokeErase(plane, before, coverage, area, depth);
  else
    strokeColour(plane, before, coverage, area, depth, options().colour);
}

}  // namespace pentimento
