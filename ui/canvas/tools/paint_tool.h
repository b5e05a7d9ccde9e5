/// P: paints colour, as a hint for the model or as a picture.
#pragma once

#include "ui/canvas/tools/stroke_tool.h"

namespace pentimento {

class PaintTool final : public StrokeTool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::PaintTool)
 public:
  using StrokeTool::StrokeTool;
  [[nodiscard]] BrushOptions* brush() const override { return &options().paint; }
  [[nodiscard]] QString hint() const override;

 protected:
  [[nodiscard]] std::optional<Target> target(const PointerEvent& event) const override;
  [[nodiscard]] QString undoText() const override { return tr("Paint"); }
  void paint(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
             const QRegion& area, bool erase) override;
};

}  // namespace pentimento
