#include "ui/canvas/tools/selection_tool.h"

#include <QPen>

#include "app/document/document_change.h"
#include "app/document/mask_edits.h"

namespace pentimento {

MaskCombination combinationFor(const PointerEvent& event, const ToolOptions& options) {
  const bool shift = event.modifiers & Qt::ShiftModifier;
  const bool alt = event.modifiers & (Qt::AltModifier | Qt::ControlModifier);
  if (shift && alt) return MaskCombination::Intersect;
  if (shift) return MaskCombination::Add;
  return alt ? MaskCombination::Subtract : options.combination;
}

void SelectionTool::select(const MakeSelection& make, const QString& undoText) {
  if (Document* doc = document())
    changeLater(m_context.work(), *doc, tr("Selecting"), undoText,
                [make, how = m_combination](DocumentState& state, const RunContext&) {
                  combineMask(state, make(state), how);
                });
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
