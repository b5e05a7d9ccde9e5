#include "ui/canvas/tools/shape_tool.h"

#include "app/document/geometry.h"
#include "core/imaging/mask_shapes.h"

namespace pentimento {

QString ShapeTool::hint() const {
  return tr(
      "Drag a shape  ·  U again: rectangle or ellipse  ·  Shift add, then square  ·  Alt subtract");
}

void ShapeTool::finish(const QRectF& box) {
  if (box.width() < 1 || box.height() < 1) return;
  const Point corner{box.left(), box.top()}, opposite{box.right(), box.bottom()};
  const bool ellipse = options().shapeIsEllipse;
  select(
      [=](const DocumentState& state) {
        const Extent extent = toExtent(state.size);
        return ellipse ? ellipseMask(extent, corner, opposite)
                       : rectangleMask(extent, corner, opposite);
      },
      ellipse ? tr("Ellipse") : tr("Rectangle"));
}

}  // namespace pentimento
