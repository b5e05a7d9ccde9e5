/// C: what the model will see; dragged past the canvas edge it becomes Expand.
#pragma once

#include "ui/canvas/tools/tool.h"

namespace pentimento {

/// Edges and corners are handles, the inside moves it, outside of it a new one is drawn; a double
/// click lets the frame follow the mask again.
class FrameTool final : public Tool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::FrameTool)
 public:
  using Tool::Tool;
  void press(const PointerEvent& event) override;
  void move(const PointerEvent& event) override;
  void release(const PointerEvent& event) override;
  void doubleClick(const PointerEvent& event) override;
  void cancel() override;
  [[nodiscard]] QString hint() const override;
  void paintOverlay(QPainter& painter, const CanvasTransform& transform) const override;

 private:
  void setFrame(const std::optional<QRect>& frame);

  std::optional<DocumentEdit> m_edit;
  QRectF m_start;
  QPointF m_pressed;
  int m_moves = 0;  // bits: 1 left, 2 top, 4 right, 8 bottom
};

}  // namespace pentimento
