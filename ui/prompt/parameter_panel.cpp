#include "ui/prompt/parameter_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QRandomGenerator>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

#include "ui/prompt/sampler_names.h"
#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"
#include "ui/widgets/flow_layout.h"

namespace pentimento {
namespace {

constexpr Aspect kAspects[] = {{1, 1}, {4, 3}, {3, 2}, {16, 9}, {3, 4}, {2, 3}, {9, 16}};

QString nameOf(const Aspect& aspect) {
  return QString("%1:%2").arg(aspect.width).arg(aspect.height);
}

void fill(QComboBox* box, const QString& automatic, const std::vector<NamedChoice>& choices) {
  box->addItem(automatic, QString());
  for (const NamedChoice& choice : choices) box->addItem(choice.label, choice.name);
}

void choose(QComboBox* box, const QString& name) {
  const int index = box->findData(name);
  if (index < 0) box->addItem(name, name);  // written by a newer version, or by hand
  box->setCurrentIndex(index < 0 ? box->count() - 1 : index);
}

/// A label and a control in one row.
QWidget* labelled(const QString& text, QWidget* control) {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* label = new QLabel(text);
  label->setMinimumWidth(76);
  label->setBuddy(control);
  layout->addWidget(label);
  layout->addWidget(control, 1);
  return row;
}

}  // namespace

ParameterPanel::ParameterPanel(QWidget* parent) : QWidget(parent) {
  m_strength = new ValueSlider(
      tr("Strength"),
      tr("How far the picture may leave what is there: 100 % paints anew, less refines"),
      {5, 100, 1, 0, " %"});
  m_strength->setValue(100);
  connect(m_strength, &ValueSlider::changed, this, &ParameterPanel::changed);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  layout->addWidget(makeCountRow());
  layout->addWidget(m_strength);
  layout->addWidget(makeShapeRow());
  layout->addWidget(makeAdvanced());
  drawSeed();
}

QWidget* ParameterPanel::makeShapeRow() {
  auto* row = new QWidget;
  auto* flow = new FlowLayout(4, row);
  for (const Aspect& aspect : kAspects) {
    auto* chip = described(new QPushButton(nameOf(aspect)), tr("Shape %1").arg(nameOf(aspect)),
                           tr("Shape of a new picture, at the size the model likes best"));
    chip->setCheckable(true);
    chip->setProperty("chip", true);
    chip->setChecked(aspect == Aspect{});
    flow->addWidget(chip);
    m_aspects.append(chip);
    connect(chip, &QPushButton::clicked, this, [this, aspect] {
      showAspect(aspect);
      Q_EMIT aspectChosen(aspect);
      Q_EMIT changed();
    });
  }
  return row;
}

QWidget* ParameterPanel::makeCountRow() {
  m_count = described(new QSpinBox, tr("Number of pictures"),
                      tr("How many candidates one press of the button makes"));
  m_count->setRange(1, 16);
  m_count->setValue(4);
  m_seed = described(new QLineEdit, tr("Seed"),
                     tr("The number all randomness comes from: the same seed, the same picture"));
  m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9]{1,19}"), m_seed));
  m_seedLock = described(new QToolButton, tr("Keep the seed"),
                         tr("Keep the seed; unlocked, each run draws a new one"));
  m_seedLock->setCheckable(true);
  m_seedLock->setIcon(themeIcon("unlock"));
  auto* dice = described(new QToolButton, tr("Draw a new seed"));
  dice->setIcon(themeIcon("dice"));
  connect(m_count, &QSpinBox::valueChanged, this, &ParameterPanel::changed);
  connect(m_seed, &QLineEdit::textEdited, this, [this] {
    m_seedLock->setChecked(true);  // who types a seed wants that one
    Q_EMIT changed();
  });
  connect(m_seedLock, &QToolButton::toggled, this, [this](bool locked) {
    m_seedLock->setIcon(themeIcon(locked ? "lock" : "unlock"));
    Q_EMIT changed();
  });
  connect(dice, &QToolButton::clicked, this, [this] {
    showSeed(QRandomGenerator::global()->generate());
    Q_EMIT changed();
  });
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  auto* countLabel = new QLabel(tr("Images"));
  countLabel->setBuddy(m_count);
  auto* seedLabel = new QLabel(tr("Seed"));
  seedLabel->setBuddy(m_seed);
  layout->addWidget(countLabel);
  layout->addWidget(m_count);
  layout->addSpacing(10);
  layout->addWidget(seedLabel);
  layout->addWidget(m_seed, 1);
  layout->addWidget(m_seedLock);
  layout->addWidget(dice);
  return row;
}

Section* ParameterPanel::makeAdvanced() {
  m_steps = new ValueSlider(tr("Steps"), tr("More steps: finer and slower"), {0, 150, 1, 0});
  m_steps->setLowestText(tr("auto"));
  m_guidance =
      new ValueSlider(tr("Guidance"), tr("How closely the words are followed"), {0, 30, 0.5, 1});
  m_guidance->setLowestText(tr("auto"));
  m_sampler = described(new QComboBox, tr("Sampler"), tr("The method that takes the steps"));
  fill(m_sampler, tr("Automatic"), samplerChoices());
  m_schedule = described(new QComboBox, tr("Schedule"), tr("How the steps are spaced"));
  fill(m_schedule, tr("Automatic"), scheduleChoices());
  m_prefill = described(new QComboBox, tr("Start from"),
                        tr("What the masked part holds before it is painted"));
  m_prefill->addItem(tr("What is there"), int(Prefill::Original));
  m_prefill->addItem(tr("Surroundings"), int(Prefill::Surroundings));
  m_prefill->addItem(tr("Blur"), int(Prefill::Blur));
  m_prefill->addItem(tr("Noise"), int(Prefill::Noise));
  m_grow =
      new ValueSlider(tr("Grow"), tr("Widens the mask before painting"), {-64, 64, 1, 0, " px"});
  m_feather =
      new ValueSlider(tr("Feather"), tr("Soft edge that the model sees"), {0, 50, 1, 0, " %"});
  m_blend = new ValueSlider(tr("Blend"), tr("Soft edge of the result, inside the mask only"),
                            {0, 128, 1, 0, " px"});
  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  m_ofSamplers = {labelled(tr("Sampler"), m_sampler), labelled(tr("Schedule"), m_schedule)};
  m_ofEdits = {labelled(tr("Start from"), m_prefill), m_grow, m_feather, m_blend};
  for (QWidget* row : QList<QWidget*>{m_steps, m_guidance} + m_ofSamplers + m_ofEdits)
    layout->addWidget(row);
  for (ValueSlider* slider : {m_steps, m_guidance, m_grow, m_feather, m_blend})
    connect(slider, &ValueSlider::changed, this, &ParameterPanel::changed);
  for (QComboBox* box : {m_sampler, m_schedule, m_prefill})
    connect(box, &QComboBox::currentIndexChanged, this, &ParameterPanel::changed);
  m_advanced = new Section(tr("Advanced"), content);
  m_advanced->setObjectName("advanced");
  connect(this, &ParameterPanel::changed, this, &ParameterPanel::showSummary);
  return m_advanced;
}

void ParameterPanel::showSeed(quint64 seed) {
  m_seed->setText(QString::number(seed));
}

void ParameterPanel::showAspect(const Aspect& aspect) {
  m_aspect = aspect;
  for (int i = 0; i < m_aspects.size(); ++i) m_aspects[i]->setChecked(kAspects[i] == aspect);
}

void ParameterPanel::showSummary() {
  QStringList set;
  if (m_steps->value() > 0) set << tr("%n steps", nullptr, int(m_steps->value()));
  if (m_guidance->value() > 0) set << tr("guidance %1").arg(m_guidance->value());
  for (const QComboBox* box : {m_sampler, m_schedule, m_prefill})
    if (box->currentIndex() > 0 && !box->parentWidget()->isHidden()) set << box->currentText();
  m_advanced->setSummary(set.join(", "));
}

void ParameterPanel::drawSeed() {
  if (!m_seedLock->isChecked()) showSeed(QRandomGenerator::global()->generate());
}

void ParameterPanel::setValues(const PromptValues& values) {
  {
    const QSignalBlocker quiet(this);  // one change, not ten
    m_count->setValue(values.count);
    showSeed(values.seed);
    m_seedLock->setChecked(values.seedLocked);
    m_strength->setValue(values.strength * 100);
    m_steps->setValue(values.steps);
    m_guidance->setValue(values.guidance.value_or(0));
    choose(m_sampler, values.sampler);
    choose(m_schedule, values.schedule);
    m_prefill->setCurrentIndex(m_prefill->findData(int(values.edit.prefill)));
    m_grow->setValue(values.edit.grow);
    m_feather->setValue(values.edit.featherFraction * 100);
    m_blend->setValue(values.edit.blend);
    showAspect(values.aspect);
    m_edit = values.edit;
  }
  Q_EMIT changed();
}

PromptValues ParameterPanel::over(PromptValues values) const {
  values.count = m_count->value();
  values.seed = m_seed->text().toULongLong();
  values.seedLocked = m_seedLock->isChecked();
  values.strength = m_strength->value() / 100;
  values.steps = int(m_steps->value());
  values.guidance = m_guidance->value() > 0 ? std::optional(m_guidance->value()) : std::nullopt;
  values.sampler = m_sampler->currentData().toString();
  values.schedule = m_schedule->currentData().toString();
  values.edit = m_edit;
  values.edit.prefill = Prefill(m_prefill->currentData().toInt());
  values.edit.grow = int(m_grow->value());
  values.edit.featherFraction = m_feather->value() / 100;
  values.edit.blend = int(m_blend->value());
  values.aspect = m_aspect;
  return values;
}

void ParameterPanel::setCapabilities(const Capabilities& model) {
  m_steps->setLowestText(tr("auto: %1").arg(model.defaultSteps));
  m_guidance->setLowestText(tr("auto: %1").arg(model.defaultGuidance));
  const bool edits = model.supports(Task::MaskedEdit);
  // Models that take their steps in one way only name no schedule.
  for (QWidget* row : m_ofSamplers) row->setVisible(!model.defaultSchedule.empty());
  for (QWidget* row : m_ofEdits) row->setVisible(edits);
  m_strength->setVisible(edits || model.supports(Task::ImageToImage));
  showSummary();
}

}  // namespace pentimento
