/// U: selects a rectangle or an ellipse.
#pragma once

#include "ui/canvas/tools/box_tool.h"

namespace pentimento {

class ShapeTool final : public BoxTool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::ShapeTool)
 public:
  using BoxTool::BoxTool;
  [[nodiscard]] QString hint() const override;

 protected:
  void finish(const QRectF& box) override;
  [[nodiscard]] bool guideIsEllipse() const override { return options().shapeIsEllipse; }
};

}  // namespace pentimento
