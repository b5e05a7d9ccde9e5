/// What tools share that end in a selection.
#pragma once

#include <QPainterPath>

#include "core/imaging/image.h"
#include "ui/canvas/tools/tool.h"

namespace pentimento {

class SelectionTool : public Tool {
  Q_DECLARE_TR_FUNCTIONS(pentimento::SelectionTool)
 public:
  using Tool::Tool;

 protected:
  void noteModifiers(const PointerEvent& event) {
    m_combination = combinationFor(event, options());
  }
  /// Of the canvas' extent, from the state it is made for; takes its time beside the window.
  using MakeSelection = std::function<Mask(const DocumentState& state)>;
  void select(const MakeSelection& make, const QString& undoText);
  static void strokeGuide(QPainter& painter, const QPainterPath& path);

 private:
  MaskCombination m_combination = MaskCombination::Add;  // as when the gesture began
};

}  // namespace pentimento
