/// B: paints the area that is to change.
#pragma once

#include "ui/canvas/tools/stroke_tool.h"

namespace pentimento {

class MaskBrushTool final : public StrokeTool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::MaskBrushTool)
 public:
  using StrokeTool::StrokeTool;
  [[nodiscard]] BrushOptions* brush() const override { return &options().mask; }
  [[nodiscard]] QString hint() const override;

 protected:
  [[nodiscard]] std::optional<Target> target(const PointerEvent& event) const override;
  [[nodiscard]] QString undoText() const override { return tr("Paint Mask"); }
  void paint(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
             const QRegion& area, bool erase) override;
};

}  // namespace pentimento
