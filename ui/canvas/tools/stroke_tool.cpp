#include "ui/canvas/tools/stroke_tool.h"

#include <algorithm>
#include <cmath>

#include "ui/canvas/tools/brush_cursor.h"

namespace pentimento {
namespace {

/// How much broader a pen paints that leans so many degrees: hands hold it at up to 30.
double broadening(QPointF tilt) {
  constexpr double kUpright = 30, kLaidDown = 60, kMost = 3;
  const double lean = std::hypot(tilt.x(), tilt.y());
  return 1 + (kMost - 1) * std::clamp((lean - kUpright) / (kLaidDown - kUpright), 0.0, 1.0);
}

}  // namespace

void StrokeTool::press(const PointerEvent& event) {
  Document* const doc = document();
  const auto wanted = doc ? target(event) : std::nullopt;
  if (!wanted) return;
  m_target = *wanted;
  m_layer = doc->state().active;
  m_edit.emplace(*doc, undoText());
  if (!plane()) return m_edit.reset();
  m_coverage.emplace(brush()->hardness);
  m_before = *plane();
  m_touched = {};
  begin(m_edit->before());
  if ((event.modifiers & Qt::ShiftModifier) && m_lastEnd) {
    PointerEvent start = event;
    start.position = *m_lastEnd;
    extendTo(start);
  }
  extendTo(event);
}

void StrokeTool::move(const PointerEvent& event) {
  if (holdsEdit()) extendTo(event);
}

void StrokeTool::release(const PointerEvent& event) {
  if (!holdsEdit()) return;
  extendTo(event);
  m_lastEnd = event.position;
  plane()->prune(m_touched);
  m_edit->commit();
  m_edit.reset();
  m_before = TilePlane();
}

bool StrokeTool::cancel() {
  const bool drawing = m_edit.has_value();
  m_edit.reset();
  m_before = TilePlane();
  return drawing;
}

void StrokeTool::leave() {
  if (m_edit) m_edit->commit();
  cancel();
}

/// What else changes the document in the middle of a stroke (undo, a key, a menu) ends the stroke.
bool StrokeTool::holdsEdit() {
  if (m_edit && !m_edit->isOpen()) cancel();
  return m_edit.has_value();
}

TilePlane* StrokeTool::plane() {
  if (m_target.mask) return &m_edit->state().mask;
  Layer* const layer = m_edit->layer(m_layer);
  return layer ? &layer->pixels : nullptr;
}

StrokePoint StrokeTool::strokePoint(const PointerEvent& event) const {
  const BrushOptions& brush = *this->brush();
  double size = options().pressureSize ? event.pressure : 1.0;
  if (options().tiltSize) size *= broadening(event.tilt);
  const double opacity = options().pressureOpacity ? event.pressure : 1.0;
  return {event.position, std::max(1.0, brush.size * size), brush.opacity * opacity};
}

void StrokeTool::extendTo(const PointerEvent& event) {
  QRegion area = m_coverage->extend(strokePoint(event));
  // Beyond the canvas nothing can be seen; a mask there would only confuse.
  area &= m_edit->state().canvas();
  if (area.isEmpty()) return;
  paint(*plane(), m_before, m_coverage->plane(), area, m_target.erase);
  m_touched |= area.boundingRect();
  if (m_target.mask)
    m_edit->showMask(area);
  else
    m_edit->showPixels(area);
}

QCursor StrokeTool::cursor() const {
  return brushCursor(brush()->size * m_context.transform->widgetScale(),
                     m_context.transform->devicePixelRatio());
}

}  // namespace pentimento
