/// What all brushes share: the stroke, straight lines, pressure, the cursor.
#pragma once

#include <optional>

#include "app/document/brush_stroke.h"
#include "ui/canvas/tools/tool.h"

namespace pentimento {

/// A brush is a way of putting coverage into the document (`paint`); everything else is here.
class StrokeTool : public Tool {
 public:
  using Tool::Tool;

  void press(const PointerEvent& event) final;
  void move(const PointerEvent& event) final;
  void release(const PointerEvent& event) final;
  bool cancel() final;
  void leave() final;
  [[nodiscard]] QCursor cursor() const override;

 protected:
  struct Target {
    bool mask = false;  ///< the mask plane, else the active layer's pixels
    bool erase = false;
  };
  /// What this stroke changes; nullopt when it cannot (no layer).
  [[nodiscard]] virtual std::optional<Target> target(const PointerEvent& event) const = 0;
  [[nodiscard]] virtual QString undoText() const = 0;
  /// Puts the coverage into `plane` under `area`.
  virtual void paint(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                     const QRegion& area, bool erase) = 0;
  /// A stroke begins on this state.
  virtual void begin(const DocumentState&) {}

 private:
  [[nodiscard]] bool holdsEdit();
  void extendTo(const PointerEvent& event);
  [[nodiscard]] StrokePoint strokePoint(const PointerEvent& event) const;
  [[nodiscard]] TilePlane* plane();

  std::optional<DocumentEdit> m_edit;
  std::optional<StrokeCoverage> m_coverage;
  std::optional<QPointF> m_lastEnd;  // where the next straight line starts
  TilePlane m_before;
  QRect m_touched;
  Target m_target;
  LayerId m_layer;
};

}  // namespace pentimento
