#include "ui/canvas/canvas_grips.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace pentimento {
namespace {

constexpr double kGap = 14;    // widget pixels from the edge to the middle of a grip
constexpr double kRadius = 6;  // what is drawn
constexpr double kReach = 11;  // what can be caught

constexpr std::array<int, 8> kGrips = {kLeftEdge,
                                       kTopEdge,
                                       kRightEdge,
                                       kBottomEdge,
                                       kLeftEdge | kTopEdge,
                                       kRightEdge | kTopEdge,
                                       kRightEdge | kBottomEdge,
                                       kLeftEdge | kBottomEdge};

QPointF middleOf(int edges, const CanvasTransform& transform, QSize canvas) {
  const double x = edges & kLeftEdge    ? 0
                   : edges & kRightEdge ? canvas.width()
                                        : canvas.width() / 2.0;
  const double y = edges & kTopEdge      ? 0
                   : edges & kBottomEdge ? canvas.height()
                                         : canvas.height() / 2.0;
  // Outwards on the canvas, and so on the screen, whatever its angle.
  const double gap = kGap / transform.widgetScale();
  const QPointF outwards(edges & kLeftEdge    ? -gap
                         : edges & kRightEdge ? gap
                                              : 0,
                         edges & kTopEdge      ? -gap
                         : edges & kBottomEdge ? gap
                                               : 0);
  return transform.toWidget(QPointF(x, y) + outwards);
}

}  // namespace

int gripAt(const CanvasTransform& transform, QSize canvas, QPointF widget) {
  for (const int edges : kGrips) {
    const QPointF away = widget - middleOf(edges, transform, canvas);
    if (std::hypot(away.x(), away.y()) <= kReach) return edges;
  }
  return 0;
}

void paintGrips(QPainter& painter, const CanvasTransform& transform, QSize canvas) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(QColor(0, 0, 0, 150), 1.5));
  painter.setBrush(QColor(255, 255, 255, 225));
  for (const int edges : kGrips) {
    const QPointF middle = middleOf(edges, transform, canvas);
    painter.drawEllipse(middle, kRadius, kRadius);
    painter.drawLine(middle - QPointF(3, 0), middle + QPointF(3, 0));
    painter.drawLine(middle - QPointF(0, 3), middle + QPointF(0, 3));
  }
  painter.restore();
}

QRectF withEdgesMoved(const QRectF& rect, int edges, QPointF drag) {
  return rect.adjusted(edges & kLeftEdge ? drag.x() : 0, edges & kTopEdge ? drag.y() : 0,
                       edges & kRightEdge ? drag.x() : 0, edges & kBottomEdge ? drag.y() : 0);
}

QRect expansionFrame(const QRect& canvas, const QRect& extended, QSize modelSize) {
  const bool wider = extended.width() > canvas.width();
  const bool higher = extended.height() > canvas.height();
  QRect frame = extended;
  // Only a strip along one side has the rest of the picture behind it.
  if (wider && !higher) {
    const int fresh = extended.width() - canvas.width();
    const int context = std::min(canvas.width(), std::max(fresh, modelSize.width() - fresh));
    if (extended.right() == canvas.right()) frame.setRight(canvas.left() + context - 1);
    if (extended.left() == canvas.left()) frame.setLeft(canvas.right() - context + 1);
  } else if (higher && !wider) {
    const int fresh = extended.height() - canvas.height();
    const int context = std::min(canvas.height(), std::max(fresh, modelSize.height() - fresh));
    if (extended.bottom() == canvas.bottom()) frame.setBottom(canvas.top() + context - 1);
    if (extended.top() == canvas.top()) frame.setTop(canvas.bottom() - context + 1);
  }
  return frame;
}

}  // namespace pentimento
