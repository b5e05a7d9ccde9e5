/// V: moves the active layer, or the mask where it is taken hold of.
#pragma once

#include <optional>

#include "ui/canvas/tools/tool.h"

namespace pentimento {

class MoveTool final : public Tool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::MoveTool)
 public:
  using Tool::Tool;
  void press(const PointerEvent& event) override;
  void move(const PointerEvent& event) override;
  void release(const PointerEvent& event) override;
  bool cancel() override;
  [[nodiscard]] QCursor cursor() const override { return Qt::SizeAllCursor; }
  [[nodiscard]] QString hint() const override;

 private:
  [[nodiscard]] TilePlane& held();

  std::optional<DocumentEdit> m_edit;
  LayerId m_layer;  // none: the mask
  QPoint m_start;
  QPointF m_pressed;
};

}  // namespace pentimento
