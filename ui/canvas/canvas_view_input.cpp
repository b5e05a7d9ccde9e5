#include <QKeyEvent>
#include <QMouseEvent>
#include <QTabletEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "app/document/compositor.h"
#include "app/document/geometry.h"
#include "app/document/plane_pixels.h"
#include "core/imaging/frame.h"
#include "ui/canvas/canvas_grips.h"
#include "ui/canvas/canvas_view_private.h"

namespace pentimento {
namespace {

constexpr int kDividerReach = 8;  // widget pixels
constexpr double kMaxBrushSize = 2000;

}  // namespace

PointerEvent CanvasView::Private::pointerEvent(QPointF widget, Qt::MouseButton button,
                                               Qt::KeyboardModifiers modifiers) const {
  PointerEvent event;
  event.widgetPosition = widget;
  event.position = transform.toCanvas(widget);
  event.button = button;
  event.modifiers = modifiers;
  return event;
}

void CanvasView::Private::press(const PointerEvent& event) {
  const bool comparing = compare == CompareMode::Divider && display.pendingLayer();
  if (comparing && std::abs(event.widgetPosition.x() - divider * q->width()) < kDividerReach) {
    dividerHeld = true;
    return;
  }
  if (event.button == Qt::RightButton && (event.modifiers & Qt::AltModifier) && tool().brush()) {
    dropTool();
    resizeAnchor = event.widgetPosition;
    resizeStart = *tool().brush();
    return;
  }
  if (event.button == Qt::MiddleButton)
    holdTool(ToolId::Pan);
  else if (event.button != Qt::LeftButton)
    return;
  if (!pressed) hoverGrips(event);  // a finger comes without having hovered
  if (event.button == Qt::LeftButton && hoveredGrip != 0 && !held) {
    holdTool(ToolId::Frame);
    gripHeld = true;
  }
  pressed = true;
  candidatePainted = true;
  tool().press(event);
}

void CanvasView::Private::move(const PointerEvent& event) {
  const QPointF last = std::exchange(pointer, event.widgetPosition).value_or(event.widgetPosition);
  if (dividerHeld) {
    divider = std::clamp(event.widgetPosition.x() / q->width(), 0.0, 1.0);
    q->update();
  } else if (resizeAnchor) {
    const QPointF drag = event.widgetPosition - *resizeAnchor;
    BrushOptions& brush = *tool().brush();
    brush.size =
        std::clamp(resizeStart.size + 2 * drag.x() / transform.widgetScale(), 1.0, kMaxBrushSize);
    brush.hardness = std::clamp(resizeStart.hardness - drag.y() / 200, 0.0, 1.0);
    context.optionsEdited();
    q->update();
  } else if (pressed) {
    tool().move(event);
  } else {
    hoverGrips(event);
    tool().hover(event);
  }
  // A brush too large for a cursor is drawn by us, where it was and where it is.
  if (const BrushOptions* brush = tool().brush()) {
    const double reach = brush->size * transform.widgetScale() / 2 + 3;
    for (const QPointF& middle : {last, *pointer}) {
      const QRectF circle(middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach);
      if (reach > 60) q->update(circle.toAlignedRect());
    }
  }
}

void CanvasView::Private::hoverGrips(const PointerEvent& event) {
  const Document* document = display.document();
  const bool beside =
      overlays && document && !QRectF(document->state().canvas()).contains(event.position);
  const int grip = beside ? gripAt(transform, document->size(), event.widgetPosition) : 0;
  if (std::exchange(besideCanvas, beside) != beside) q->update();
  if (std::exchange(hoveredGrip, grip) != grip) updateCursor();
}

void CanvasView::Private::release(const PointerEvent& event) {
  if (std::exchange(dividerHeld, false)) return;
  if (resizeAnchor) {
    resizeAnchor.reset();
    return q->update();
  }
  if (std::exchange(pressed, false)) tool().release(event);
  if (gripHeld || event.button == Qt::MiddleButton) dropTool();
  q->update();
}

void CanvasView::Private::holdTool(ToolId id) {
  if (held || pressed) return;
  held = id;
  updateCursor();
  Q_EMIT q->hintChanged(q->toolHint());
}

void CanvasView::Private::dropTool() {
  if (!held) return;
  if (std::exchange(pressed, false)) tool().leave();
  held.reset();
  gripHeld = false;
  updateCursor();
  Q_EMIT q->hintChanged(q->toolHint());
}

void CanvasView::Private::updateCursor() {
  q->setCursor(hoveredGrip != 0 ? QCursor(Qt::SizeAllCursor) : tool().cursor());
}

void CanvasView::Private::changeBrush(double sizeFactor, double hardnessStep) {
  BrushOptions* brush = tool().brush();
  if (!brush) return;
  const double grown = brush->size * sizeFactor;
  // Small brushes change by whole pixels.
  if (sizeFactor > 1) brush->size = std::min(kMaxBrushSize, std::max(grown, brush->size + 1));
  if (sizeFactor < 1) brush->size = std::max(1.0, std::min(grown, brush->size - 1));
  brush->hardness = std::clamp(brush->hardness + hardnessStep, 0.0, 1.0);
  context.optionsEdited();
  q->update();
}

StrokeSource CanvasView::Private::pentimentoSource() const {
  const DocumentState& state = display.document()->state();
  // The results may be gone while their number is still held.
  const Layer* const review = candidate ? display.pendingLayer() : nullptr;
  if (review && size_t(*candidate) < review->edit->candidates.size())
    return StrokeSource(review->edit->candidates[size_t(*candidate)].pixels);
  if (source)
    return {state.pixelBytes(), [state, picture = source](TilePlane& plane, const QRect& area) {
              const QRect part = area & QRect(0, 0, picture->width(), picture->height());
              if (part.isEmpty()) return;
              Image piece = cropped(*picture, toRect(part));
              piece.metadata.iccProfile = picture->metadata.iccProfile;
              const Image pixels = inColoursOf(state, piece);
              plane.write(part, pixels.bytes().data(), pixels.bytesPerRow());
            }};
  const Layer* active = display.document()->activeLayer();
  const StrokeSource nothing{TilePlane(state.pixelBytes())};
  if (active && active->edit) return nothing;  // what lies beneath shows through
  // Without an edit to take away: the state this session began with.
  const UndoHistory& history = display.document()->history();
  const DocumentState& oldest = history.canUndo() ? history.done().front().state : state;
  if (oldest.size != state.size) return active ? StrokeSource(active->pixels) : nothing;
  return {state.pixelBytes(), [oldest](TilePlane& plane, const QRect& area) {
            const QRect part = area & oldest.canvas();
            if (part.isEmpty()) return;
            const Image pixels = composed(oldest, allLayers(oldest), part);
            plane.write(part, pixels.bytes().data(), pixels.bytesPerRow());
          }};
}

void CanvasView::setTool(ToolId tool) {
  d->dropTool();
  if (d->current != tool) {
    d->tool().leave();
    d->pressed = false;
  }
  d->current = tool;
  if (tool == ToolId::MaskBrush) d->options.eraserErasesPaint = false;
  if (tool == ToolId::Paint) d->options.eraserErasesPaint = true;
  d->updateCursor();
  update();
  Q_EMIT toolChanged(tool);
  Q_EMIT hintChanged(toolHint());
}

ToolId CanvasView::tool() const {
  return d->current;
}

bool CanvasView::cancelGesture() {
  d->pressed = false;
  return d->tool().cancel();
}

void CanvasView::endGesture() {
  d->pressed = false;
  d->tool().leave();
}

ToolOptions& CanvasView::toolOptions() {
  return d->options;
}

void CanvasView::toolOptionsChanged() {
  d->updateCursor();
  update();
}

QString CanvasView::toolHint() const {
  return d->tool().hint();
}

BrushOptions* CanvasView::brush() {
  return d->tools[static_cast<size_t>(d->current)]->brush();
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
  d->press(d->pointerEvent(event->position(), event->button(), event->modifiers()));
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
  d->move(d->pointerEvent(event->position(), event->button(), event->modifiers()));
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
  d->release(d->pointerEvent(event->position(), event->button(), event->modifiers()));
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) {
  const PointerEvent pointer =
      d->pointerEvent(event->position(), event->button(), event->modifiers());
  d->press(pointer);
  if (event->button() == Qt::LeftButton) d->tool().doubleClick(pointer);
}

void CanvasView::tabletEvent(QTabletEvent* event) {
  PointerEvent pointer = d->pointerEvent(event->position(), event->button(), event->modifiers());
  pointer.pressure = event->pressure();
  pointer.tilt = {event->xTilt(), event->yTilt()};
  pointer.eraserEnd = event->pointerType() == QPointingDevice::PointerType::Eraser;
  if (event->type() == QEvent::TabletPress) d->press(pointer);
  if (event->type() == QEvent::TabletMove) d->move(pointer);
  if (event->type() == QEvent::TabletRelease) d->release(pointer);
  event->accept();
}

void CanvasView::wheelEvent(QWheelEvent* event) {
  const QPointF steps = QPointF(event->angleDelta()) / 120.0;
  if (event->modifiers() & Qt::ControlModifier) {
    d->changeBrush(std::pow(1.1, steps.y()), 0);
  } else if (event->modifiers() & Qt::ShiftModifier ||
             event->source() == Qt::MouseEventSynthesizedBySystem) {
    CanvasTransform next = d->transform;
    next.pan(event->pixelDelta().isNull() ? QPointF(steps.y(), steps.x()) * 60
                                          : QPointF(event->pixelDelta()));
    setTransform(next);
  } else {
    CanvasTransform next = d->transform;
    next.setScale(next.scale() * std::pow(2.0, steps.y() / 4), event->position());
    setTransform(next);
  }
  event->accept();
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
  const Layer* review = d->display.pendingLayer();
  const bool reviewing = review != nullptr;
  const int number = event->key() - Qt::Key_1;
  if (reviewing && number >= 0 && number < 4 && event->modifiers() == Qt::NoModifier) {
    const bool there = number < int(review->edit->candidates.size());
    if (event->isAutoRepeat() || !there || d->held || d->pressed) return;
    d->candidate = number;
    d->candidatePainted = false;
    return d->holdTool(ToolId::Pentimento);
  }
  switch (event->key()) {
    case Qt::Key_Space:
      if (!event->isAutoRepeat()) d->holdTool(ToolId::Pan);
      return;
    case Qt::Key_Alt:
      if (d->current == ToolId::Paint) d->holdTool(ToolId::Eyedropper);
      return;
    case Qt::Key_Backslash:
      return setShowOriginal(true);
    case Qt::Key_BracketLeft:
      return d->changeBrush(1 / 1.15, 0);
    case Qt::Key_BracketRight:
      return d->changeBrush(1.15, 0);
    case Qt::Key_BraceLeft:
      return d->changeBrush(1, -0.1);
    case Qt::Key_BraceRight:
      return d->changeBrush(1, 0.1);
    case Qt::Key_X:
      if (d->current == ToolId::Paint)
        std::swap(d->options.colour, d->options.background);
      else
        d->options.swapPaintErase = !d->options.swapPaintErase;
      return d->context.optionsEdited();
    case Qt::Key_Escape:
      // Without a gesture it is for the window: what runs is cancelled.
      if (!cancelGesture()) event->ignore();
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!d->tool().confirm() && reviewing) Q_EMIT acceptRequested();
      return;
    case Qt::Key_Delete:
      if (reviewing) Q_EMIT discardRequested();
      return;
    case Qt::Key_Left:
    case Qt::Key_Right:
      if (reviewing) Q_EMIT cycleRequested(event->key() == Qt::Key_Left ? -1 : 1);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
  if (event->isAutoRepeat()) return;
  if (d->candidate && event->key() == Qt::Key_1 + *d->candidate) {
    d->dropTool();
    const int index = *std::exchange(d->candidate, std::nullopt);
    if (!d->candidatePainted) Q_EMIT candidateRequested(index);
  } else if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Alt)
    d->dropTool();
  else if (event->key() == Qt::Key_Backslash)
    setShowOriginal(false);
  else
    QWidget::keyReleaseEvent(event);
}

/// Of keys that are let go elsewhere nothing is heard.
void CanvasView::focusOutEvent(QFocusEvent* event) {
  if (!d->gripHeld) d->dropTool();
  d->candidate.reset();
  setShowOriginal(false);
  QWidget::focusOutEvent(event);
}

void CanvasView::leaveEvent(QEvent*) {
  d->pointer.reset();
  d->besideCanvas = false;
  d->hoveredGrip = 0;
  update();
}

bool CanvasView::event(QEvent* event) {
  if (event->type() == QEvent::ScreenChangeInternal || event->type() == QEvent::Show) {
    CanvasTransform next = d->transform;
    next.setDevicePixelRatio(devicePixelRatioF());
    if (next != d->transform) d->setTransform(next);
  }
  return QWidget::event(event);
}

}  // namespace pentimento
