#include "ui/prompt/meaning_panel.h"

#include <QVBoxLayout>

#include "ui/widgets/describe.h"

namespace pentimento {

MeaningPanel::MeaningPanel(QWidget* parent) : QWidget(parent) {
  m_freedom =
      new ValueSlider(tr("Freedom"),
                      tr("Vary: how far the pictures may leave the composition; 100 % keeps "
                         "the meaning only"),
                      {0, 100, 1, 0, " %"});
  m_second = described(new PictureWell(tr("Second picture …")), tr("Second picture"),
                       tr("Interpolate: drop or choose the picture to go to"));
  m_between = new ValueSlider(tr("Pictures"), tr("Interpolate: how many, both ends included"),
                              {2, 16, 1, 0});
  m_baseline = described(new QLineEdit, tr("What it shows now"),
                         tr("Text diff: words for the picture as it is; the prompt says what it is "
                            "to become"));
  m_baseline->setPlaceholderText(tr("It shows now …"));
  m_baseline->setClearButtonEnabled(true);
  m_amount = new ValueSlider(
      tr("Amount"), tr("How far the words turn the picture's meaning; 0 % leaves it as it is"),
      {0, 100, 1, 0, " %"});
  m_rank = described(new QCheckBox(tr("Rank by match")), tr("Rank by match"),
                     tr("Orders the results by how well they match the prompt, best first"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  for (QWidget* row : std::initializer_list<QWidget*>{m_freedom, m_second, m_between, m_baseline,
                                                      m_amount, m_rank})
    column->addWidget(row);
  for (ValueSlider* slider : {m_freedom, m_between, m_amount})
    connect(slider, &ValueSlider::changed, this, &MeaningPanel::changed);
  connect(m_second, &PictureWell::changed, this, [this] {
    m_between->setVisible(m_interpolates && m_second->picture());
    Q_EMIT changed();
  });
  connect(m_second, &PictureWell::failed, this, &MeaningPanel::failed);
  connect(m_baseline, &QLineEdit::textChanged, this, &MeaningPanel::changed);
  connect(m_rank, &QCheckBox::toggled, this, &MeaningPanel::changed);
  setValues({});
  setCapabilities({});
}

void MeaningPanel::setCapabilities(const Capabilities& model) {
  m_interpolates = model.supports(Task::Interpolate);
  const bool varies = model.supports(Task::Variations), diffs = model.supports(Task::TextDiff);
  m_freedom->setVisible(varies);
  m_second->setVisible(m_interpolates);
  m_between->setVisible(m_interpolates && m_second->picture());
  m_baseline->setVisible(diffs);
  m_amount->setVisible(varies || diffs);
  m_rank->setVisible(model.ranksByClip);
}

bool MeaningPanel::serves(const Capabilities& model) {
  return model.ranksByClip || model.supports(Task::Variations) ||
         model.supports(Task::Interpolate) || model.supports(Task::TextDiff);
}

QString MeaningPanel::summary() const {
  QStringList set;
  if (secondPicture()) set << tr("Second picture");
  if (!m_baseline->text().isEmpty()) set << m_baseline->text();
  if (m_rank->isChecked()) set << m_rank->text();
  return set.join(", ");
}

void MeaningPanel::setValues(const UnclipOptions& values) {
  {
    const QSignalBlocker quiet(this);  // one change, not five
    m_freedom->setValue(values.variationNoise * 100);
    m_between->setValue(values.steps);
    m_baseline->setText(QString::fromStdString(values.baselinePrompt));
    m_amount->setValue(values.amount * 100);
    m_rank->setChecked(values.rank);
  }
  Q_EMIT changed();
}

UnclipOptions MeaningPanel::over(UnclipOptions values) const {
  values.variationNoise = m_freedom->value() / 100;
  values.steps = int(m_between->value());
  values.baselinePrompt = m_baseline->text().trimmed().toStdString();
  values.amount = m_amount->value() / 100;
  values.rank = m_rank->isChecked();
  return values;
}

std::optional<Image> MeaningPanel::secondPicture() const {
  return m_interpolates ? m_second->picture() : std::nullopt;
}

}  // namespace pentimento
