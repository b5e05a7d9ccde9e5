#include "ui/canvas/tools/lasso_tool.h"

#include <QLineF>

#include "app/document/geometry.h"
#include "core/imaging/mask_shapes.h"

namespace pentimento {
namespace {
constexpr double kCloseDistance = 8;  // widget pixels
}

void LassoTool::press(const PointerEvent& event) {
  m_pointer = event.position;
  m_pressed = event.widgetPosition;
  m_dragging = false;
  if (m_points.empty()) {
    noteModifiers(event);
  } else {
    const QPointF first = m_context.transform->toWidget({m_points[0].x, m_points[0].y});
    if (QLineF(first, event.widgetPosition).length() < kCloseDistance) return close();
  }
  m_points.push_back({event.position.x(), event.position.y()});
  m_context.updateOverlay();
}

void LassoTool::move(const PointerEvent& event) {
  if (m_points.empty()) return;
  m_pointer = event.position;
  if (!options().lassoIsPolygon && QLineF(m_pressed, event.widgetPosition).length() > 3)
    m_dragging = true;
  if (m_dragging) m_points.push_back({event.position.x(), event.position.y()});
  m_context.updateOverlay();
}

void LassoTool::release(const PointerEvent&) {
  if (m_dragging) close();
}

void LassoTool::hover(const PointerEvent& event) {
  m_pointer = event.position;
  if (!m_points.empty()) m_context.updateOverlay();
}

void LassoTool::doubleClick(const PointerEvent&) {
  close();
}

bool LassoTool::confirm() {
  const bool used = !m_points.empty();
  close();
  return used;
}

void LassoTool::close() {
  const std::vector<Point> points = std::exchange(m_points, {});
  m_dragging = false;
  if (document() && points.size() >= 3)
    select(
        [points](const DocumentState& state) { return polygonMask(toExtent(state.size), points); },
        tr("Lasso"));
  m_context.updateOverlay();
}

bool LassoTool::cancel() {
  const bool begun = !m_points.empty();
  m_points.clear();
  m_dragging = false;
  m_context.updateOverlay();
  return begun;
}

QString LassoTool::hint() const {
  return tr(
      "Drag freehand, or click corners and close with a double click  ·  Shift add  ·  "
      "Alt subtract  ·  Shift+Alt intersect");
}

void LassoTool::paintOverlay(QPainter& painter, const CanvasTransform& transform) const {
  if (m_points.empty()) return;
  QPainterPath path(transform.toWidget({m_points[0].x, m_points[0].y}));
  for (const Point& point : m_points) path.lineTo(transform.toWidget({point.x, point.y}));
  path.lineTo(transform.toWidget(m_pointer));
  strokeGuide(painter, path);
}

}  // namespace pentimento
