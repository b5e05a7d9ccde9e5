/// What a canvas tool is.
#pragma once

#include <QCoreApplication>
#include <QCursor>
#include <QPainter>
#include <QPointF>
#include <QString>
#include <functional>
#include <memory>

#include "app/document/background_work.h"
#include "app/document/document.h"
#include "ui/canvas/canvas_transform.h"
#include "ui/canvas/tools/stroke_source.h"
#include "ui/canvas/tools/tool_options.h"

namespace pentimento {

/// A pointer event in canvas coordinates; a mouse presses with full pressure.
struct PointerEvent {
  QPointF position;  ///< canvas
  QPointF widgetPosition;
  double pressure = 1;
  QPointF tilt;  ///< degrees, x and y
  bool eraserEnd = false;
  Qt::MouseButton button = Qt::NoButton;
  Qt::KeyboardModifiers modifiers;
};

/// What tools may use; owned by the canvas view and valid as long as its tools.
struct ToolContext {
  std::function<Document*()> document;  ///< null while there is none
  std::function<QRect()> frame;         ///< what the model will see
  std::function<QSize()> modelSize;     ///< what it is at its best with
  std::function<QColor(QPoint)> colourAt;
  std::function<StrokeSource()>
      pentimentoSource;  ///< what lies beneath the active layer, or a picture
  std::function<BackgroundWork&()> work;
  std::function<void()> updateOverlay;  ///< repaints what the tool draws over the canvas
  std::function<void()> optionsEdited;
  std::function<void(const CanvasTransform&)> setTransform;
  ToolOptions* options = nullptr;
  const CanvasTransform* transform = nullptr;
};

/// One state of the canvas: turns pointer events into edits of the document. A gesture goes from
/// `press` to `release` or `cancel`; `leave` ends it too: a stroke is kept as far as it is drawn,
/// what else was begun is given up.
class Tool {
  Q_DECLARE_TR_FUNCTIONS(Tool)
 public:
  explicit Tool(const ToolContext& context) : m_context(context) {}
  virtual ~Tool() = default;

  virtual void press(const PointerEvent& event) = 0;
  virtual void move(const PointerEvent& event) = 0;
  virtual void release(const PointerEvent& event) = 0;
  virtual void hover(const PointerEvent&) {}
  virtual void doubleClick(const PointerEvent&) {}
  /// Escape. @return whether there was a gesture to give up
  virtual bool cancel() { return false; }
  virtual bool confirm() { return false; }  ///< Enter; true when it was used
  virtual void leave() { cancel(); }

  [[nodiscard]] virtual QCursor cursor() const { return Qt::CrossCursor; }
  /// Which modifier does what, for the status bar.
  [[nodiscard]] virtual QString hint() const = 0;
  /// Draws guides in widget coordinates.
  virtual void paintOverlay(QPainter&, const CanvasTransform&) const {}
  /// The brush whose size and hardness keys change; null for tools without one.
  [[nodiscard]] virtual BrushOptions* brush() const { return nullptr; }

 protected:
  [[nodiscard]] Document* document() const { return m_context.document(); }
  [[nodiscard]] ToolOptions& options() const { return *m_context.options; }
  const ToolContext& m_context;
};

/// How a selection joins the mask: Shift adds, Alt subtracts, both intersect.
[[nodiscard]] MaskCombination combinationFor(const PointerEvent& event, const ToolOptions& options);

[[nodiscard]] std::unique_ptr<Tool> makeTool(ToolId id, const ToolContext& context);

}  // namespace pentimento
