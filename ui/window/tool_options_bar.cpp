#include "ui/window/tool_options_bar.h"

#include <QColorDialog>

#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

QComboBox* choice(const QString& name, const QStringList& items) {
  auto* box = described(new QComboBox, name);
  box->addItems(items);
  return box;
}

bool selects(ToolId tool) {
  return tool == ToolId::Lasso || tool == ToolId::Shapes || tool == ToolId::SmartSelect;
}

bool colours(ToolId tool) {
  return tool == ToolId::Paint || tool == ToolId::Eyedropper;
}

}  // namespace

ToolOptionsBar::ToolOptionsBar(CanvasView& canvas, QWidget* parent)
    : QToolBar(parent), m_canvas(canvas), m_colour(new QToolButton) {
  setObjectName("toolOptions");
  setWindowTitle(tr("Tool Options"));
  setMovable(false);
  setIconSize({18, 18});
  m_size = new ValueSlider(tr("Size"), tr("Diameter of the brush; [ and ] change it"),
                           {1, 500, 1, 0, " px"});
  m_hardness = new ValueSlider(tr("Hardness"), tr("Edge of the brush; { and } change it"),
                               {0, 100, 1, 0, " %"});
  m_opacity = new ValueSlider(
      tr("Opacity"),
      tr("How strongly one stroke covers; of a mask: how much may change there. Models that "
         "cannot change a place by half, the built-in one among them, repaint it from 50 % on"),
      {1, 100, 1, 0, " %"});
  m_tolerance =
      new ValueSlider(tr("Tolerance"), tr("How different colours may be"), {0, 255, 1, 0});
  m_shape = choice(tr("Shape"), {tr("Rectangle"), tr("Ellipse")});
  m_lasso = choice(tr("Lasso"), {tr("Freehand"), tr("Polygon")});
  m_smart = choice(tr("Smart select"), {tr("Colour wand"), tr("Object in a box")});
  m_combination = choice(tr("Selection"), {tr("Add"), tr("Subtract"), tr("Intersect")});
  m_contiguous = described(new QCheckBox(tr("Connected")), tr("Connected"),
                           tr("Only what is connected with the clicked place"));
  m_pressureSize =
      described(new QCheckBox(tr("Pressure: size")), tr("Pen pressure changes the size"));
  m_pressureOpacity =
      described(new QCheckBox(tr("opacity")),
                tr("Pen pressure changes the opacity; of a mask: how much may change there"));
  m_tiltSize = described(new QCheckBox(tr("Tilt: size")), tr("A pen laid down paints broadly"));
  described(m_colour, tr("Colour"), tr("The colour to paint with"));
  for (ValueSlider* slider : {m_size, m_hardness, m_opacity, m_tolerance}) {
    slider->setCompact();
    slider->setContentsMargins(6, 0, 6, 0);
    slider->setFixedWidth(220);
  }
  for (QWidget* control :
       {static_cast<QWidget*>(m_colour), static_cast<QWidget*>(m_size),
        static_cast<QWidget*>(m_hardness), static_cast<QWidget*>(m_opacity),
        static_cast<QWidget*>(m_pressureSize), static_cast<QWidget*>(m_pressureOpacity),
        static_cast<QWidget*>(m_tiltSize), static_cast<QWidget*>(m_combination),
        static_cast<QWidget*>(m_shape), static_cast<QWidget*>(m_lasso),
        static_cast<QWidget*>(m_smart), static_cast<QWidget*>(m_tolerance),
        static_cast<QWidget*>(m_contiguous)})
    addControl(control);

  const auto set = [this](auto change) {
    return [this, change] {
      if (m_showing) return;
      change(m_canvas.toolOptions());
      m_canvas.toolOptionsChanged();
      refresh();
    };
  };
  const auto setBrush = [this](double BrushOptions::*member, double scale) {
    return [this, member, scale](double value) {
      if (m_showing || !m_canvas.brush()) return;
      m_canvas.brush()->*member = value * scale;
      m_canvas.toolOptionsChanged();
    };
  };
  connect(m_size, &ValueSlider::changed, this, setBrush(&BrushOptions::size, 1));
  connect(m_hardness, &ValueSlider::changed, this, setBrush(&BrushOptions::hardness, 0.01));
  connect(m_opacity, &ValueSlider::changed, this, setBrush(&BrushOptions::opacity, 0.01));
  connect(m_tolerance, &ValueSlider::changed, this,
          set([this](ToolOptions& o) { o.wandTolerance = int(m_tolerance->value()); }));
  connect(m_shape, &QComboBox::currentIndexChanged, this,
          set([this](ToolOptions& o) { o.shapeIsEllipse = m_shape->currentIndex() == 1; }));
  connect(m_lasso, &QComboBox::currentIndexChanged, this,
          set([this](ToolOptions& o) { o.lassoIsPolygon = m_lasso->currentIndex() == 1; }));
  connect(m_smart, &QComboBox::currentIndexChanged, this,
          set([this](ToolOptions& o) { o.smartSelectIsBox = m_smart->currentIndex() == 1; }));
  connect(m_combination, &QComboBox::currentIndexChanged, this, set([this](ToolOptions& o) {
            o.combination = MaskCombination(m_combination->currentIndex());
          }));
  connect(m_contiguous, &QCheckBox::toggled, this,
          set([this](ToolOptions& o) { o.wandContiguous = m_contiguous->isChecked(); }));
  connect(m_pressureSize, &QCheckBox::toggled, this,
          set([this](ToolOptions& o) { o.pressureSize = m_pressureSize->isChecked(); }));
  connect(m_pressureOpacity, &QCheckBox::toggled, this,
          set([this](ToolOptions& o) { o.pressureOpacity = m_pressureOpacity->isChecked(); }));
  connect(m_tiltSize, &QCheckBox::toggled, this,
          set([this](ToolOptions& o) { o.tiltSize = m_tiltSize->isChecked(); }));
  connect(m_colour, &QToolButton::clicked, this, &ToolOptionsBar::chooseColour);
  connect(&m_canvas, &CanvasView::toolChanged, this, &ToolOptionsBar::refresh);
  connect(&m_canvas, &CanvasView::toolOptionsEdited, this, &ToolOptionsBar::refresh);
  refresh();
}

QAction* ToolOptionsBar::addControl(QWidget* control) {
  QAction* action = addWidget(control);
  m_controls.insert(control, action);
  return action;
}

void ToolOptionsBar::refresh() {
  m_showing = true;
  const ToolOptions& options = m_canvas.toolOptions();
  const ToolId tool = m_canvas.tool();
  if (const BrushOptions* current = m_canvas.brush()) {
    m_size->setValue(current->size);
    m_hardness->setValue(current->hardness * 100);
    m_opacity->setValue(current->opacity * 100);
  }
  m_tolerance->setValue(options.wandTolerance);
  m_shape->setCurrentIndex(options.shapeIsEllipse);
  m_lasso->setCurrentIndex(options.lassoIsPolygon);
  m_smart->setCurrentIndex(options.smartSelectIsBox);
  m_combination->setCurrentIndex(int(options.combination));
  m_contiguous->setChecked(options.wandContiguous);
  m_pressureSize->setChecked(options.pressureSize);
  m_pressureOpacity->setChecked(options.pressureOpacity);
  m_tiltSize->setChecked(options.tiltSize);
  showColour();
  for (QWidget* control :
       {static_cast<QWidget*>(m_size), static_cast<QWidget*>(m_hardness),
        static_cast<QWidget*>(m_opacity), static_cast<QWidget*>(m_pressureSize),
        static_cast<QWidget*>(m_pressureOpacity), static_cast<QWidget*>(m_tiltSize)})
    m_controls[control]->setVisible(m_canvas.brush() != nullptr);
  m_controls[m_colour]->setVisible(colours(tool));
  m_controls[m_combination]->setVisible(selects(tool));
  m_controls[m_shape]->setVisible(tool == ToolId::Shapes);
  m_controls[m_lasso]->setVisible(tool == ToolId::Lasso);
  m_controls[m_smart]->setVisible(tool == ToolId::SmartSelect);
  const bool wand = tool == ToolId::SmartSelect && !options.smartSelectIsBox;
  m_controls[m_tolerance]->setVisible(wand);
  m_controls[m_contiguous]->setVisible(wand);
  m_showing = false;
}

void ToolOptionsBar::showColour() {
  QPixmap swatch(18, 18);
  swatch.fill(m_canvas.toolOptions().colour);
  m_colour->setIcon(swatch);
}

void ToolOptionsBar::chooseColour() {
  const QColor colour =
      QColorDialog::getColor(m_canvas.toolOptions().colour, this, tr("Colour to paint with"));
  if (!colour.isValid()) return;
  m_canvas.toolOptions().colour = colour;
  m_canvas.toolOptionsChanged();
  showColour();
}

}  // namespace pentimento
