/// What tools share that drag a rectangle.
#pragma once

#include <optional>

#include "ui/canvas/tools/selection_tool.h"

namespace pentimento {

/// Press and drag from corner to corner; Shift while dragging makes a square.
class BoxTool : public SelectionTool {
 public:
  using SelectionTool::SelectionTool;
  void press(const PointerEvent& event) override;
  void move(const PointerEvent& event) override;
  void release(const PointerEvent& event) override;
  bool cancel() override;
  void paintOverlay(QPainter& painter, const CanvasTransform& transform) const override;

 protected:
  virtual void finish(const QRectF& box) = 0;
  [[nodiscard]] virtual bool guideIsEllipse() const { return false; }

 private:
  std::optional<QPointF> m_corner;
  QPointF m_opposite;
};

}  // namespace pentimento
