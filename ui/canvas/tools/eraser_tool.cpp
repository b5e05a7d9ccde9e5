#include "ui/canvas/tools/eraser_tool.h"

namespace pentimento {

QString EraserTool::hint() const {
  return options().eraserErasesPaint
             ? tr("Erase paint  ·  [ ] size  ·  Shift straight line  ·  B then E: erase mask")
             : tr("Erase mask  ·  [ ] size  ·  Shift straight line  ·  P then E: erase paint");
}

std::optional<StrokeTool::Target> EraserTool::target(const PointerEvent&) const {
  return Target{!options().eraserErasesPaint, true};
}

void EraserTool::paint(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                       const QRegion& area, bool) {
  if (plane.bytesPerPixel() == 1)
    strokeMask(plane, before, coverage, area, true);
  else
    strokeErase(plane, before, coverage, area, document()->state().depth);
}

}  // namespace pentimento
