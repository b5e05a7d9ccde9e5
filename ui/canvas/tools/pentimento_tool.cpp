#include "ui/canvas/tools/pentimento_tool.h"

namespace pentimento {

QString PentimentoTool::hint() const {
  return tr("Bring back what was underneath  ·  [ ] size  ·  choose another state in History");
}

std::optional<StrokeTool::Target> PentimentoTool::target(const PointerEvent&) const {
  return Target{false, false};
}

void PentimentoTool::begin(const DocumentState&) {
  m_source = m_context.pentimentoSource();
}

void PentimentoTool::paint(TilePlane& plane, const TilePlane& before, const TilePlane& coverage,
                           const QRegion& area, bool) {
  strokeReplace(plane, before, coverage, area, document()->state().depth,
                m_source.under(area.boundingRect()));
}

}  // namespace pentimento
