/// Where the canvas lies in the widget.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QTransform>

namespace pentimento {

/// A value: scale, rotation and mirroring about a canvas point that is shown at a place of the
/// widget. Widget coordinates are device-independent pixels; scales count *device* pixels, so that
/// 1 shows one image pixel per screen pixel at any HiDPI factor.
class CanvasTransform {
 public:
  static constexpr double kMinScale = 0.01;
  static constexpr double kMaxScale = 64.0;

  [[nodiscard]] double scale() const noexcept { return m_scale; }
  [[nodiscard]] double rotation() const noexcept { return m_rotation; }  ///< degrees, clockwise
  [[nodiscard]] bool mirrored() const noexcept { return m_mirrored; }
  [[nodiscard]] double devicePixelRatio() const noexcept { return m_ratio; }
  /// Widget pixels per image pixel.
  [[nodiscard]] double widgetScale() const noexcept { return m_scale / m_ratio; }

  void setDevicePixelRatio(double ratio) { m_ratio = ratio; }
  /// Keeps the canvas point under `anchor` (widget) where it is.
  void setScale(double scale, QPointF anchor);
  void setRotation(double degrees, QPointF anchor);
  void setMirrored(bool mirrored, QPointF anchor);
  void pan(QPointF widgetOffset) { m_shown += widgetOffset; }
  /// The whole canvas, upright or as rotated, with a margin, in the middle of the widget.
  void fit(QSize canvas, QSize widget, double margin);
  /// From 100 % on and upright: moves the image onto whole device pixels, so that each image pixel
  /// is shown exactly.
  void snapToPixels();

  [[nodiscard]] QPointF toWidget(QPointF canvas) const;
  [[nodiscard]] QPointF toCanvas(QPointF widget) const;
  [[nodiscard]] QTransform canvasToWidget() const;
  [[nodiscard]] QTransform widgetToCanvas() const { return canvasToWidget().inverted(); }
  bool operator==(const CanvasTransform&) const = default;

 private:
  template <typename Change>
  void changeAbout(QPointF anchor, const Change& change);

  QPointF m_shown;  ///< where canvas (0, 0) lies in the widget
  double m_scale = 1;
  double m_rotation = 0;
  double m_ratio = 1;
  bool m_mirrored = false;
};

}  // namespace pentimento
