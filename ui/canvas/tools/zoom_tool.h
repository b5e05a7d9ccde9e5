/// Z: click zooms in, Alt-click out, a drag zooms smoothly.
#pragma once

#include "ui/canvas/tools/tool.h"

namespace pentimento {

class ZoomTool final : public Tool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::ZoomTool)
 public:
  using Tool::Tool;
  void press(const PointerEvent& event) override;
  void move(const PointerEvent& event) override;
  void release(const PointerEvent& event) override;
  [[nodiscard]] QString hint() const override;

 private:
  void zoomTo(double scale);

  QPointF m_pressed;
  double m_startScale = 1;
  bool m_dragged = false;
};

}  // namespace pentimento
