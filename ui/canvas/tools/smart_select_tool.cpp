#include "ui/canvas/tools/smart_select_tool.h"

#include <cmath>

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
  const Image picture = document()->picture();
  if (isClick)
    select(wandSelection(picture, pixel, {options().wandTolerance, options().wandContiguous}),
           tr("Select Colour"));
  else
    select(objectSelection(picture, area), tr("Select Object"));
}

}  // namespace pentimento
