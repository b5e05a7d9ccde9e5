#include "ui/canvas/tools/smart_select_tool.h"

#include <cmath>

#include "app/document/compositor.h"
#include "app/document/smart_select.h"

namespace pentimento {
namespace {
constexpr double kClickReach = 4;  // image pixels; smaller boxes are clicks
}

QString SmartSelectTool::hint() const {
  return tr(
      "Click: similar colours  ·  drag a box: the object in it  ·  Shift add  ·  Alt subtract");
}

void SmartSelectTool::finish(const QRectF& box) {
  const QRect canvas = document()->state().canvas();
  const bool isClick = box.width() < kClickReach && box.height() < kClickReach;
  const QPoint pixel(static_cast<int>(std::floor(box.x())), static_cast<int>(std::floor(box.y())));
  const QRect area = (isClick ? QRect(pixel, QSize(1, 1)) : box.toAlignedRect()) & canvas;
  if (area.isEmpty()) return;
  if (isClick)
    select(
        [pixel, wand = WandOptions{options().wandTolerance, options().wandContiguous}](
            const DocumentState& state) {
          return wandSelection(composedPicture(state), pixel, wand);
        },
        tr("Select Colour"));
  else
    select(
        [area](const DocumentState& state) {
          return objectSelection(composedPicture(state), area);
        },
        tr("Select Object"));
}

}  // namespace pentimento
