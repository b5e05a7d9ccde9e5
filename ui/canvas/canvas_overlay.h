/// What is drawn over the picture: grid, outline of the mask, frame, estimate, divider.
#pragma once

#include <QImage>
#include <QLineF>
#include <QPainter>
#include <QVector>

#include "ui/canvas/canvas_transform.h"

namespace pentimento {

/// Lines between pixels, from 800 % on.
void paintPixelGrid(QPainter& painter, const CanvasTransform& transform, QSize canvas,
                    const QRect& widgetArea);
/// Black and white stripes along the lines; `phase` moves them.
void paintAnts(QPainter& painter, const CanvasTransform& transform, const QVector<QLineF>& outline,
               int phase);
/// The frame: dimmed surroundings are not drawn, only a double line that shows on any picture.
/// What lies inside the frame and beyond the canvas: it will be new.
void paintExpansion(QPainter& painter, const CanvasTransform& transform, const QRect& frame,
                    const QRect& canvas);
void paintFrame(QPainter& painter, const CanvasTransform& transform, const QRect& frame);
/// A picture over `area` of the canvas.
void paintPicture(QPainter& painter, const CanvasTransform& transform, const QImage& picture,
                  const QRect& area);
/// The line between before and after, with a grip.
void paintDivider(QPainter& painter, int x, int height);

}  // namespace pentimento
