#include "ui/canvas/tools/selection_tool.h"

#include <QPen>

#include "app/document/mask_edits.h"

namespace pentimento {

MaskCombination combinationFor(const PointerEvent& event, const ToolOptions& options) {
  const bool shift = event.modifiers & Qt::ShiftModifier;
  const bool alt = event.modifiers & (Qt::AltModifier | Qt::ControlModifier);
  if (shift && alt) return MaskCombination::Intersect;
  if (shift) return MaskCombination::Add;
  return alt ? MaskCombination::Subtract : options.combination;
}

void SelectionTool::select(const Mask& selection, const QString& undoText) {
  if (Document* doc = document()) combineMask(*doc, selection, m_combination, undoText);
}

void SelectionTool::strokeGuide(QPainter& painter, const QPainterPath& path) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0, 0, 0, 190), 1));
  painter.drawPath(path);
  QPen dashes(Qt::white, 1, Qt::CustomDashLine);
  dashes.setDashPattern({4, 4});
  painter.setPen(dashes);
  painter.drawPath(path);
}

}  // namespace pentimento
