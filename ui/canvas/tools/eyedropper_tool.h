/// I, or Alt with the paint brush: takes a colour from the picture.
#pragma once

#include "ui/canvas/tools/tool.h"

namespace pentimento {

class EyedropperTool final : public Tool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::EyedropperTool)
 public:
  using Tool::Tool;
  void press(const PointerEvent& event) override { pick(event); }
  void move(const PointerEvent& event) override { pick(event); }
  void release(const PointerEvent&) override {}
  [[nodiscard]] QString hint() const override;

 private:
  void pick(const PointerEvent& event);
};

}  // namespace pentimento
