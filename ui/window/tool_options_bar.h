/// What can be set about the tool in hand, above the canvas.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QToolBar>
#include <QToolButton>

#include "ui/canvas/canvas_view.h"
#include "ui/widgets/value_slider.h"

namespace pentimento {

class ToolOptionsBar final : public QToolBar {
  Q_OBJECT
 public:
  explicit ToolOptionsBar(CanvasView& canvas, QWidget* parent = nullptr);

 private:
  QAction* addControl(QWidget* control);
  void refresh();
  void chooseColour();
  void showColour();

  CanvasView& m_canvas;
  QToolButton* m_colour;
  ValueSlider *m_size, *m_hardness, *m_opacity, *m_tolerance;
  QComboBox *m_shape, *m_lasso, *m_smart, *m_combination;
  QCheckBox *m_contiguous, *m_pressureSize, *m_pressureOpacity, *m_tiltSize;
  QHash<QWidget*, QAction*> m_controls;
  bool m_showing = false;  // values come from the canvas just now
};

}  // namespace pentimento
