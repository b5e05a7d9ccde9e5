/// Y: brings back, just there, what was underneath.
#pragma once

#include "ui/canvas/tools/stroke_tool.h"

namespace pentimento {

/// On an edit layer it removes the edit's pixels, so that what lies beneath shows; elsewhere, or
/// when a picture was chosen, it paints that picture's pixels.
class PentimentoTool final : public StrokeTool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::PentimentoTool)
 public:
  using StrokeTool::StrokeTool;
  [[nodiscard]] BrushOptions* brush() const override { return &options().pentimento; }
  [[nodiscard]] QString hint() const override;

 protected:
  [[nodiscard]] std::optional<Target> target(const PointerEvent& event) const override;
  [[nodiscard]] QString undoText() const override { return tr("Bring Back"); }
  void begin(const DocumentState& state) override;
  void paint(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
             const QRegion& area, bool erase) override;

 private:
  StrokeSource m_source;
};

}  // namespace pentimento
