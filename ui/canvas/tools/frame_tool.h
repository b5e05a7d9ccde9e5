/// C: what the model will see; dragged past the canvas edge it becomes Expand.
#pragma once

#include "ui/canvas/tools/tool.h"

namespace pentimento {

/// Edges and corners are handles, the inside moves it, outside of it a new one is drawn; a double
/// click lets the frame follow the mask again. The grips around the canvas draw a frame that
/// continues the picture on their side.
class FrameTool final : public Tool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::FrameTool)
 public:
  using Tool::Tool;
  void press(const PointerEvent& event) override;
  void move(const PointerEvent& event) override;
  void release(const PointerEvent& event) override;
  void doubleClick(const PointerEvent& event) override;
  bool cancel() override;
  [[nodiscard]] QString hint() const override;
  void paintOverlay(QPainter& painter, const CanvasTransform& transform) const override;

 private:
  void setFrame(const std::optional<QRect>& frame);
  void grab(QPointF canvas);

  std::optional<DocumentEdit> m_edit;
  QRectF m_start;
  QPointF m_pressed;
  int m_moves = 0;         // edges of the frame, see RectEdge
  bool m_extends = false;  // they are edges of the canvas
};

}  // namespace pentimento
