/// The grips around the canvas by which it is made larger.
#pragma once

#include <QPainter>
#include <QRectF>
#include <QSize>

#include "ui/canvas/canvas_transform.h"

namespace pentimento {

/// Edges of a rectangle, as bits; a corner has two.
enum RectEdge { kLeftEdge = 1, kTopEdge = 2, kRightEdge = 4, kBottomEdge = 8, kAllEdges = 15 };

/// @return the edges that the grip under the point moves, 0 when there is none. Grips lie outside
/// of the canvas, where no stroke begins by accident.
[[nodiscard]] int gripAt(const CanvasTransform& transform, QSize canvas, QPointF widget);
void paintGrips(QPainter& painter, const CanvasTransform& transform, QSize canvas);

/// `rect` with some edges moved by `drag`.
[[nodiscard]] QRectF withEdgesMoved(const QRectF& rect, int edges, QPointF drag);

/// What the model should see to continue `canvas` up to `extended`, which contains it: all that is
/// new, and beside it as much of the picture as a model of that size can take in.
[[nodiscard]] QRect expansionFrame(const QRect& canvas, const QRect& extended, QSize modelSize);

}  // namespace pentimento
