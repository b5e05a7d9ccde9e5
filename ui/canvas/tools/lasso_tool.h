/// L: selects what a line encloses, drawn freehand or corner by corner.
#pragma once

#include <vector>

#include "core/imaging/point.h"
#include "ui/canvas/tools/selection_tool.h"

namespace pentimento {

/// A drag draws freehand; clicks (or the polygon option) set corners, closed by a double click,
/// Enter or a click on the first corner.
class LassoTool final : public SelectionTool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::LassoTool)
 public:
  using SelectionTool::SelectionTool;
  void press(const PointerEvent& event) override;
  void move(const PointerEvent& event) override;
  void release(const PointerEvent& event) override;
  void hover(const PointerEvent& event) override;
  void doubleClick(const PointerEvent& event) override;
  bool cancel() override;
  bool confirm() override;
  [[nodiscard]] QString hint() const override;
  void paintOverlay(QPainter& painter, const CanvasTransform& transform) const override;

 private:
  void close();

  std::vector<Point> m_points;
  QPointF m_pointer;
  QPointF m_pressed;
  bool m_dragging = false;
};

}  // namespace pentimento
