#include "ui/layers/layers_panel.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/document/edit_operations.h"
#include "app/document/layer_operations.h"
#include "core/api/generation_request.h"
#include "core/base/error.h"
#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

QString blendName(BlendMode mode) {
  static const std::array<const char*, kBlendModes.size()> names{
      QT_TRANSLATE_NOOP("LayersPanel", "Normal"),
      QT_TRANSLATE_NOOP("LayersPanel", "Multiply"),
      QT_TRANSLATE_NOOP("LayersPanel", "Screen"),
      QT_TRANSLATE_NOOP("LayersPanel", "Overlay"),
      QT_TRANSLATE_NOOP("LayersPanel", "Darken"),
      QT_TRANSLATE_NOOP("LayersPanel", "Lighten"),
      QT_TRANSLATE_NOOP("LayersPanel", "Color Dodge"),
      QT_TRANSLATE_NOOP("LayersPanel", "Color Burn"),
      QT_TRANSLATE_NOOP("LayersPanel", "Hard Light"),
      QT_TRANSLATE_NOOP("LayersPanel", "Soft Light"),
      QT_TRANSLATE_NOOP("LayersPanel", "Difference"),
      QT_TRANSLATE_NOOP("LayersPanel", "Add"),
      QT_TRANSLATE_NOOP("LayersPanel", "Hue"),
      QT_TRANSLATE_NOOP("LayersPanel", "Saturation"),
      QT_TRANSLATE_NOOP("LayersPanel", "Color"),
      QT_TRANSLATE_NOOP("LayersPanel", "Luminosity")};
  return QCoreApplication::translate("LayersPanel", names[static_cast<size_t>(mode)]);
}

constexpr qsizetype kMostOfPrompt = 80;  // two lines of the panel

/// The recipe in a few words; what cannot be read has none.
QString recipeSummary(const std::string& recipe) try {
  const GenerationRequest request = requestFromJson(parseJson(recipe, "recipe"));
  QStringList parts{QString::fromStdString(request.prompt).simplified()};
  if (parts.first().size() > kMostOfPrompt)
    parts.first() = parts.first().left(kMostOfPrompt).trimmed() + QString::fromUtf8(" …");
  if (parts.first().isEmpty() && request.task == Task::MaskedEdit)
    parts.first() = LayersPanel::tr("filled from the surroundings");
  parts.removeAll({});  // a variation needs no words
  if (!request.model.empty()) parts << QString::fromStdString(request.model).section('/', -1);
  parts << LayersPanel::tr("seed %1").arg(request.seed.value);
  if (request.strength < 1) parts << LayersPanel::tr("strength %1").arg(request.strength);
  return parts.join(QString::fromUtf8(" · "));
} catch (const Error&) {
  return {};
}

}  // namespace

LayersPanel::LayersPanel(QWidget* parent)
    : QWidget(parent), m_model(new LayersModel(this)), m_list(new QListView) {
  m_list->setModel(m_model);
  m_list->setObjectName("layers");  // for the style sheet
  described(m_list, tr("Layers"), tr("Drag to reorder; F2 renames; Space hides or shows"));
  m_list->setDragDropMode(QAbstractItemView::InternalMove);
  m_list->setDefaultDropAction(Qt::MoveAction);
  m_list->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
  m_list->setIconSize({32, 32});
  m_list->setUniformItemSizes(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 8, 8, 8);
  column->addWidget(buildProperties());
  column->addWidget(m_list, 1);
  column->addWidget(buildEdit());
  column->addWidget(buildButtons());
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& index) {
            if (m_document && index.isValid()) m_document->setActiveLayer(m_model->layerAt(index));
          });
  // After a reset the view has no current row.
  connect(m_model, &QAbstractItemModel::modelReset, this, &LayersPanel::showActive);
  setDocument(nullptr);
}

QWidget* LayersPanel::buildProperties() {
  auto* widget = new QWidget;
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  m_blend = described(new QComboBox, tr("Blend mode"),
                      tr("How the layer is laid over what is beneath it"));
  for (const BlendMode mode : kBlendModes) m_blend->addItem(blendName(mode));
  m_opacity = described(new QSlider(Qt::Horizontal), tr("Opacity"), tr("Opacity of the layer"));
  m_opacity->setRange(0, 100);
  m_opacityText = new QLabel;
  m_opacityText->setMinimumWidth(m_opacityText->fontMetrics().horizontalAdvance("100 %"));
  m_opacityText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  row->addWidget(m_blend);
  row->addWidget(m_opacity, 1);
  row->addWidget(m_opacityText);
  connect(m_blend, &QComboBox::activated, this, &LayersPanel::setBlend);
  connect(m_opacity, &QSlider::valueChanged, this, &LayersPanel::setOpacity);
  return widget;
}

QToolButton* LayersPanel::addButton(QLayout* row, const QString& icon, const QString& name,
                                    const QString& keys, void (LayersPanel::*act)()) {
  auto* button = described(new QToolButton, name, {}, keys);
  button->setIcon(themeIcon(icon));
  connect(button, &QToolButton::clicked, this, act);
  row->addWidget(button);
  return button;
}

QWidget* LayersPanel::buildButtons() {
  auto* widget = new QWidget;
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  addButton(row, "add", tr("New empty layer"), "Ctrl+Shift+N", &LayersPanel::newLayerRequested);
  m_ofActive = {
      addButton(row, "copy", tr("Duplicate the layer"), "Ctrl+J", &LayersPanel::duplicateActive),
      addButton(row, "merge", tr("Merge with the layer beneath"), "Ctrl+E",
                &LayersPanel::mergeActive),
      addButton(row, "up", tr("Raise the layer"), {}, &LayersPanel::raiseActive),
      addButton(row, "down", tr("Lower the layer"), {}, &LayersPanel::lowerActive)};
  row->addStretch(1);
  m_ofActive.push_back(addButton(row, "trash", tr("Delete the layer; undo brings it back"),
                                 "Shift+Del", &LayersPanel::removeActive));
  return widget;
}

QWidget* LayersPanel::buildEdit() {
  m_edit = new QWidget;
  auto* column = new QVBoxLayout(m_edit);
  column->setContentsMargins(0, 0, 0, 0);
  m_recipe = new QLabel;
  m_recipe->setWordWrap(true);
  m_recipe->setTextFormat(Qt::PlainText);
  m_recipe->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_stale = new QLabel(tr("What lies beneath has changed since this was made."));
  m_stale->setWordWrap(true);
  m_stale->setProperty("warning", true);
  m_recipe->setProperty("muted", true);
  auto* candidates = new QHBoxLayout;
  m_previous = described(new QToolButton, tr("Previous candidate"));
  m_previous->setIcon(themeIcon("previous"));
  m_next = described(new QToolButton, tr("Next candidate"));
  m_next->setIcon(themeIcon("next"));
  m_candidate = new QLabel;
  m_candidate->setAlignment(Qt::AlignCenter);
  m_reopen = described(new QPushButton(tr("Reopen")), tr("Reopen the edit"),
                       tr("Put mask and recipe back on the canvas, to change them"));
  m_rerun = described(new QPushButton(tr("Run again")), tr("Run the edit again"),
                      tr("Generate this edit again over what lies beneath now"));
  candidates->addWidget(m_previous);
  candidates->addWidget(m_candidate);
  candidates->addWidget(m_next);
  candidates->addStretch(1);
  candidates->addWidget(m_reopen);
  candidates->addWidget(m_rerun);
  column->addWidget(m_recipe);
  column->addWidget(m_stale);
  column->addLayout(candidates);
  connect(m_previous, &QToolButton::clicked, this, [this] { cycleCandidate(-1); });
  connect(m_next, &QToolButton::clicked, this, [this] { cycleCandidate(1); });
  connect(m_rerun, &QPushButton::clicked, this, [this] {
    if (active()) Q_EMIT rerunRequested(active()->id);
  });
  connect(m_reopen, &QPushButton::clicked, this, [this] {
    if (active()) Q_EMIT reopenRequested(active()->id);
  });
  return m_edit;
}

void LayersPanel::setDocument(Document* document) {
  if (m_document) m_document->disconnect(this);
  m_document = document;
  m_model->setDocument(document);
  if (document) {
    connect(document, &Document::activeLayerChanged, this, &LayersPanel::showActive);
    connect(document, &Document::layersChanged, this, &LayersPanel::showActive);
  }
  showActive();
}

const Layer* LayersPanel::active() const {
  return m_document ? m_document->activeLayer() : nullptr;
}

void LayersPanel::showActive() {
  const Layer* const layer = active();
  const QSignalBlocker quiet(m_opacity);
  m_list->setEnabled(m_document);
  m_blend->setEnabled(layer);
  m_opacity->setEnabled(layer);
  for (QToolButton* button : m_ofActive) button->setEnabled(layer);
  const int percent = layer ? qRound(layer->properties.opacity * 100) : 100;
  m_opacity->setValue(percent);
  m_opacityText->setText(tr("%1 %").arg(percent));
  m_blend->setCurrentIndex(layer ? static_cast<int>(layer->properties.blend) : 0);
  if (layer) m_list->setCurrentIndex(m_model->indexOf(layer->id));
  showEdit(layer);
}

void LayersPanel::showEdit(const Layer* layer) {
  const bool isEdit = layer && layer->edit;
  m_edit->setVisible(isEdit);
  if (!isEdit) return;
  const EditRecord& edit = *layer->edit;
  const int count = static_cast<int>(edit.candidates.size());
  const bool shown = edit.chosen >= 0;
  m_recipe->setText(recipeSummary(shown ? edit.candidates[edit.chosen].recipe : edit.recipe));
  m_candidate->setText(shown ? tr("%1 of %2").arg(edit.chosen + 1).arg(count)
                             : tr("pieces of %1").arg(count));
  m_previous->setEnabled(count > 1);
  m_next->setEnabled(count > 1);
  m_stale->setVisible(edit.stale);
}

void LayersPanel::setOpacity(int percent) {
  if (!active()) return;
  LayerProperties properties = active()->properties;
  properties.opacity = percent / 100.0;
  setLayerProperties(*m_document, active()->id, properties);
}

void LayersPanel::setBlend(int index) {
  if (!active()) return;
  LayerProperties properties = active()->properties;
  properties.blend = kBlendModes[index];
  setLayerProperties(*m_document, active()->id, properties);
}

void LayersPanel::duplicateActive() {
  if (active()) duplicateLayer(*m_document, active()->id);
}

void LayersPanel::mergeActive() {
  if (active()) Q_EMIT mergeRequested();
}

void LayersPanel::shiftActive(int places) {
  if (!active()) return;
  const int index = m_document->state().indexOf(active()->id) + places;
  if (index >= 0 && index < int(m_document->state().layers.size()))
    moveLayer(*m_document, active()->id, index);
}

void LayersPanel::removeActive() {
  if (active()) removeLayer(*m_document, active()->id);
}

void LayersPanel::cycleCandidate(int direction) {
  const Layer* const layer = active();
  if (!layer || !layer->edit || layer->edit->candidates.empty()) return;
  const int count = static_cast<int>(layer->edit->candidates.size());
  const int next = (std::max(layer->edit->chosen, 0) + direction + count) % count;
  chooseCandidate(*m_document, layer->id, next);
}

}  // namespace pentimento
