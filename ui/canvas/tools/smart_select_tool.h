/// W: a click selects similar colours, a drag selects the object in the box.
#pragma once

#include "ui/canvas/tools/box_tool.h"

namespace pentimento {

class SmartSelectTool final : public BoxTool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::SmartSelectTool)
 public:
  using BoxTool::BoxTool;
  [[nodiscard]] QString hint() const override;

 protected:
  void finish(const QRectF& box) override;
};

}  // namespace pentimento
