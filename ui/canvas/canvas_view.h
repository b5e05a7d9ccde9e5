/// The canvas: shows a document and lets tools change it.
#pragma once

#include <QImage>
#include <QPointer>
#include <QWidget>
#include <memory>
#include <optional>

#include "app/document/background_work.h"
#include "app/document/document.h"
#include "core/imaging/edit_masks.h"
#include "ui/canvas/canvas_transform.h"
#include "ui/canvas/tools/tool_options.h"

namespace pentimento {

/// How the pending edit (see EditRecord::pending) is set against what was there before.
enum class CompareMode { Off, Divider, Blink, Difference };

/// Pans, zooms, rotates and mirrors a document and hands pointer events to the current tool.
/// Repaints only what changed. Use it on the GUI thread.
class CanvasView : public QWidget {
  Q_OBJECT
 public:
  explicit CanvasView(QWidget* parent = nullptr);
  ~CanvasView() override;

  /// Null shows an empty canvas. The document is not owned and may be destroyed at any time.
  void setDocument(Document* document);
  [[nodiscard]] Document* document() const;

  // --- View
  [[nodiscard]] const CanvasTransform& transform() const;
  void setTransform(const CanvasTransform& transform);
  void zoomToFit();
  /// So much of the view's lower edge is beneath something else: what is fitted keeps off it.
  void setCoveredBelow(int pixels);
  void zoomTo(
      double scale);  ///< about the middle of the view; 1 = one image pixel per screen pixel
  void zoomBySteps(int steps);
  void rotateBy(double degrees);
  void setMirrored(bool mirrored);
  void resetRotation();
  void setOverlaysVisible(bool visible);  ///< mask, ants, frame, grid

  // --- Tools
  void setTool(ToolId tool);
  [[nodiscard]] ToolId tool() const;
  /// What the hand has begun is taken back. @return whether there was something
  bool cancelGesture();
  /// What the hand has begun is kept as far as it can be.
  void endGesture();
  [[nodiscard]] ToolOptions& toolOptions();  ///< call toolOptionsChanged() after writing
  void toolOptionsChanged();
  /// Which modifier does what, now, for this tool: for the status bar.
  [[nodiscard]] QString toolHint() const;
  [[nodiscard]] BrushOptions* brush();  ///< of the tool in hand; null when it has none

  // --- The edit in the making
  /// What the model will see: the frame as dragged, or chosen from the mask.
  [[nodiscard]] QRect frame() const;
  void setFrameOptions(const EditMaskOptions& masks, QSize modelSize);
  /// An estimate while denoising, drawn over `area` of the canvas where the mask is.
  void setPreview(const QImage& picture, const QRect& area);
  void clearPreview();
  /// Shows this mask instead of the document's while a slider is dragged; null ends it.
  void setMaskPreview(const std::optional<Mask>& mask);

  // --- Looking at results
  void setCompareMode(CompareMode mode);
  [[nodiscard]] CompareMode compareMode() const;
  void setShowOriginal(bool show);  ///< hold-\: all edits hidden
  /// Results are looked at without the mask over them, but for those whose mask is to be changed.
  void setMaskShownInReview(bool shown);
  /// What the pentimento brush brings back, at the canvas' origin; null: what lies beneath the
  /// edits.
  void setPentimentoSource(std::shared_ptr<const Image> picture);
  /// Selections that take long.
  [[nodiscard]] BackgroundWork& work();

  /// Where the prompt bar at the mask goes: the mask's box in widget coordinates, or empty.
  [[nodiscard]] QRect maskBoundsOnScreen() const;

  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void viewChanged();
  void toolChanged(ToolId tool);
  void hintChanged(const QString& hint);
  void toolOptionsEdited();  ///< by a key or a drag on the canvas: sizes, colour
  /// ←/→, Enter and Del while an edit is pending.
  void cycleRequested(int direction);
  /// 1–4 were tapped; held, they paint with that candidate.
  void candidateRequested(int index);
  void acceptRequested();
  void discardRequested();

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void tabletEvent(QTabletEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace pentimento
