/// H or Space: moves the view.
#pragma once

#include "ui/canvas/tools/tool.h"

namespace pentimento {

class PanTool final : public Tool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::PanTool)
 public:
  using Tool::Tool;
  void press(const PointerEvent& event) override { m_last = event.widgetPosition; }
  void move(const PointerEvent& event) override;
  void release(const PointerEvent&) override {}
  [[nodiscard]] QCursor cursor() const override { return Qt::OpenHandCursor; }
  [[nodiscard]] QString hint() const override;

 private:
  QPointF m_last;
};

}  // namespace pentimento
