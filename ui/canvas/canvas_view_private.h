/// The insides of CanvasView, shared by its source files.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <array>

#include "ui/canvas/canvas_display.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/tools/tool.h"

namespace pentimento {

struct CanvasView::Private {
  explicit Private(CanvasView* owner);

  // Showing (canvas_view.cpp)
  void repaintCanvas(const QRegion& canvasArea);
  void setTransform(const CanvasTransform& next);
  [[nodiscard]] QRectF canvasOnScreen(const QRect& canvasArea) const;
  void refreshOutline();
  void showOutline(const QVector<QLineF>& lines);
  [[nodiscard]] QImage render(const QRect& deviceArea);
  void renderPart(QImage& image, QPoint corner, TilePyramid& picture);

  // Input (canvas_view_input.cpp)
  [[nodiscard]] PointerEvent pointerEvent(QPointF widget, Qt::MouseButton button,
                                          Qt::KeyboardModifiers modifiers) const;
  void press(const PointerEvent& event);
  void move(const PointerEvent& event);
  void release(const PointerEvent& event);
  void holdTool(ToolId id);  ///< until dropTool: Space, Alt, middle button
  void dropTool();
  void changeBrush(double sizeFactor, double hardnessStep);
  void updateCursor();
  void hoverGrips(const PointerEvent& event);
  [[nodiscard]] Tool& tool() { return *tools[static_cast<size_t>(held.value_or(current))]; }
  [[nodiscard]] StrokeSource pentimentoSource() const;

  CanvasView* q;
  CanvasDisplay display;
  CanvasTransform transform;
  ToolOptions options;
  ToolContext context;
  std::array<std::unique_ptr<Tool>, kToolCount> tools;
  ToolId current = ToolId::MaskBrush;
  std::optional<ToolId> held;
  bool pressed = false;
  bool fitted = true;    // until the artist moves the view, resizing keeps the canvas fitted
  int coveredBelow = 0;  // widget pixels
  bool overlays = true;
  std::optional<QPointF> resizeAnchor;  // Alt and right button: size and hardness by dragging
  BrushOptions resizeStart;
  int hoveredGrip = 0;  // see gripAt
  bool gripHeld = false;
  bool besideCanvas = false;       // the pointer is: grips are shown
  std::optional<QPointF> pointer;  // absent until it was seen over the canvas

  EditMaskOptions maskOptions;
  QSize modelSize{512, 512};
  QVector<QLineF> outline;
  QRect outlineBox;      // on the canvas
  int outlineCount = 0;  // of those that were begun
  QTimer outlineTimer, antTimer, blinkTimer;
  int antPhase = 0;

  QImage preview;
  QRect previewArea;
  CompareMode compare = CompareMode::Off;
  double divider = 0.5;  // share of the widget's width
  bool dividerHeld = false;
  bool blinkShowsOriginal = false;
  bool maskInReview = false;
  [[nodiscard]] bool showsMask() const {
    return overlays && (maskInReview || !display.pendingLayer());
  }
  std::shared_ptr<const Image> source;  // in the colours of its own
  std::optional<int> candidate;         // while its number is held: what the brush brings in
  bool candidatePainted = false;        // else the key chooses it
  BackgroundWork work, outlineWork;
};

}  // namespace pentimento
