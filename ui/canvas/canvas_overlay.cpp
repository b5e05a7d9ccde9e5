#include "ui/canvas/canvas_overlay.h"

#include <QPen>
#include <algorithm>

namespace pentimento {
namespace {

constexpr double kGridScale = 8;

QImage antStripes() {
  QImage stripes(8, 8, QImage::Format_RGB32);
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 8; ++x)
      stripes.setPixelColor(x, y, (x + y) % 8 < 4 ? Qt::black : Qt::white);
  return stripes;
}

}  // namespace

void paintPixelGrid(QPainter& painter, const CanvasTransform& transform, QSize canvas,
                    const QRect& widgetArea) {
  if (transform.scale() < kGridScale) return;
  const QRect area = transform.widgetToCanvas().mapRect(QRectF(widgetArea)).toAlignedRect() &
                     QRect(QPoint(0, 0), canvas);
  QVector<QLineF> lines;
  const QTransform toWidget = transform.canvasToWidget();
  for (int x = area.left(); x <= area.right() + 1; ++x)
    lines.append(toWidget.map(QLineF(x, area.top(), x, area.bottom() + 1)));
  for (int y = area.top(); y <= area.bottom() + 1; ++y)
    lines.append(toWidget.map(QLineF(area.left(), y, area.right() + 1, y)));
  painter.setPen(QPen(QColor(128, 128, 128, 90), 0));
  painter.drawLines(lines);
}

void paintAnts(QPainter& painter, const CanvasTransform& transform, const QVector<QLineF>& outline,
               int phase) {
  static const QImage stripes = antStripes();
  QBrush brush(stripes);
  brush.setTransform(QTransform::fromTranslate(phase, 0));
  painter.setPen(QPen(brush, 1.5));
  const QTransform toWidget = transform.canvasToWidget();
  QVector<QLineF> lines;
  lines.reserve(outline.size());
  for (const QLineF& line : outline) lines.append(toWidget.map(line));
  painter.drawLines(lines);
}

void paintExpansion(QPainter& painter, const CanvasTransform& transform, const QRect& frame,
                    const QRect& canvas) {
  for (const QRect& part : QRegion(frame) - canvas) {
    const QPolygonF shown = transform.canvasToWidget().map(QPolygonF(QRectF(part)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(255, 255, 255, 34));
    painter.drawPolygon(shown);
    painter.setBrush(QBrush(QColor(255, 255, 255, 70), Qt::BDiagPattern));
    painter.drawPolygon(shown);
  }
}

void paintFrame(QPainter& painter, const CanvasTransform& transform, const QRect& frame) {
  const QPolygonF corners = transform.canvasToWidget().map(QPolygonF(QRectF(frame)));
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0, 0, 0, 140), 3));
  painter.drawPolygon(corners);
  painter.setPen(QPen(QColor(255, 255, 255, 230), 1));
  painter.drawPolygon(corners);
}

void paintPicture(QPainter& painter, const CanvasTransform& transform, const QImage& picture,
                  const QRect& area) {
  painter.save();
  painter.setTransform(transform.canvasToWidget(), true);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, transform.scale() < 8);
  painter.drawImage(QRectF(area), picture);
  painter.restore();
}

void paintDivider(QPainter& painter, int x, int height) {
  painter.setPen(QPen(QColor(0, 0, 0, 150), 3));
  painter.drawLine(x, 0, x, height);
  painter.setPen(QPen(Qt::white, 1));
  painter.drawLine(x, 0, x, height);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::white);
  painter.setPen(QPen(QColor(0, 0, 0, 150), 1));
  painter.drawEllipse(QPointF(x + 0.5, height / 2.0), 9, 9);
  painter.setPen(QPen(QColor(40, 40, 40), 1.5));
  painter.drawLine(x - 3, height / 2 - 3, x - 3, height / 2 + 3);
  painter.drawLine(x + 3, height / 2 - 3, x + 3, height / 2 + 3);
}

}  // namespace pentimento
