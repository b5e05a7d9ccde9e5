/// E: takes away mask, or paint when the paint brush was used last.
#pragma once

#include "ui/canvas/tools/stroke_tool.h"

namespace pentimento {

class EraserTool final : public StrokeTool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::EraserTool)
 public:
  using StrokeTool::StrokeTool;
  [[nodiscard]] BrushOptions* brush() const override { return &options().eraser; }
  [[nodiscard]] QString hint() const override;

 protected:
  [[nodiscard]] std::optional<Target> target(const PointerEvent& event) const override;
  [[nodiscard]] QString undoText() const override { return tr("Erase"); }
  void paint(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
             const QRegion& area, bool erase) override;
};

}  // namespace pentimento
