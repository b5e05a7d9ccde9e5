#include "ui/prompt/styles_editor.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>

#include "core/base/json.h"
#include "ui/widgets/describe.h"
#include "ui/widgets/flow_layout.h"

namespace pentimento {
namespace {

std::vector<PromptStyle> builtInStyles() {
  return {{StylesEditor::tr("Watercolour"), "{prompt}, watercolor"},
          {StylesEditor::tr("Cartoon"), "{prompt}, cartoon"},
          {StylesEditor::tr("Noir"), "{prompt}, noir"},
          {StylesEditor::tr("Photo"), "a photo of {prompt}"}};
}

}  // namespace

QString withStyle(const QString& prompt, const PromptStyle& style) {
  if (style.text.contains("{prompt}")) return QString(style.text).replace("{prompt}", prompt);
  return prompt.isEmpty() ? style.text : prompt + ", " + style.text;
}

StylesEditor::StylesEditor(QWidget* parent) : QWidget(parent), m_styles(builtInStyles()) {
  new FlowLayout(4, this);
  rebuild();
}

void StylesEditor::rebuild() {
  const QStringList on = chosen();
  m_chips.clear();
  while (QLayoutItem* item = layout()->takeAt(0)) {
    item->widget()->deleteLater();
    delete item;
  }
  for (const PromptStyle& style : m_styles) addChip(style, on.contains(style.name));
  auto* add = described(new QPushButton(tr("New style …")), tr("New style"),
                        tr("Keep a piece of prompt under a name"));
  add->setProperty("link", true);
  connect(add, &QPushButton::clicked, this, [this] { askForStyle({{}, "{prompt}, "}); });
  layout()->addWidget(add);
  updateGeometry();
}

void StylesEditor::addChip(const PromptStyle& style, bool on) {
  auto* chip = described(new QPushButton(style.name), tr("Style %1").arg(style.name), style.text);
  chip->setCheckable(true);
  chip->setChecked(on);
  chip->setProperty("chip", true);
  chip->setContextMenuPolicy(Qt::ActionsContextMenu);
  auto* change = new QAction(tr("Edit …"), chip);
  auto* removal = new QAction(tr("Remove"), chip);
  chip->addActions({change, removal});
  connect(change, &QAction::triggered, this, [this, style] { askForStyle(style); });
  connect(removal, &QAction::triggered, this, [this, name = style.name] { remove(name); });
  connect(chip, &QPushButton::toggled, this, &StylesEditor::changed);
  m_chips.push_back(chip);
  layout()->addWidget(chip);
}

void StylesEditor::askForStyle(const PromptStyle& style) {
  QDialog dialog(this);
  dialog.setWindowTitle(style.name.isEmpty() ? tr("New Style") : tr("Edit Style"));
  auto* name = described(new QLineEdit(style.name), tr("Name"), tr("What the chip says"));
  auto* text = described(new QLineEdit(style.text), tr("Text"),
                         tr("{prompt} stands for the prompt; without it the text is appended"));
  auto* hint = new QLabel(tr("{prompt} stands for the prompt; without it the text is appended"));
  hint->setProperty("muted", true);
  hint->setWordWrap(true);
  auto* buttons = new QDialogButtonBox;
  auto* keep = buttons->addButton(tr("Keep"), QDialogButtonBox::AcceptRole);
  auto* cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
  described(keep, tr("Keep"), tr("Keep the style under this name"));
  described(cancel, tr("Cancel"), tr("Change nothing"), "Esc");
  auto* form = new QFormLayout(&dialog);
  form->setContentsMargins(16, 16, 16, 16);
  form->addRow(tr("Name"), name);
  form->addRow(tr("Text"), text);
  form->addRow(hint);
  form->addRow(buttons);
  dialog.setMinimumWidth(440);
  const auto check = [=] { keep->setEnabled(!name->text().isEmpty() && !text->text().isEmpty()); };
  connect(name, &QLineEdit::textChanged, keep, check);
  connect(text, &QLineEdit::textChanged, keep, check);
  check();
  connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  if (dialog.exec() != QDialog::Accepted) return;
  if (name->text() != style.name) remove(style.name);
  add({name->text(), text->text()});
}

QStringList StylesEditor::chosen() const {
  QStringList names;
  for (const QPushButton* chip : m_chips)
    if (chip->isChecked()) names.append(chip->text());
  return names;
}

void StylesEditor::setChosen(const QStringList& names) {
  for (QPushButton* chip : m_chips) chip->setChecked(names.contains(chip->text()));
}

QString StylesEditor::applied(QString prompt) const {
  const QStringList on = chosen();
  for (const PromptStyle& style : m_styles)
    if (on.contains(style.name)) prompt = withStyle(prompt, style);
  return prompt;
}

QByteArray StylesEditor::toJson() const {
  OrderedJson list = OrderedJson::array();
  for (const PromptStyle& style : m_styles)
    list.push_back({{"name", style.name.toStdString()}, {"text", style.text.toStdString()}});
  return QByteArray::fromStdString(list.dump());
}

void StylesEditor::fromJson(const QByteArray& text) {
  try {
    std::vector<PromptStyle> styles;
    for (const Json& style : parseJson({text.constData(), size_t(text.size())}, "styles"))
      styles.push_back({QString::fromStdString(style.at("name").get<std::string>()),
                        QString::fromStdString(style.at("text").get<std::string>())});
    m_styles = std::move(styles);
    rebuild();
  } catch (const std::exception&) {  // the built-in ones stay
  }
}

void StylesEditor::add(const PromptStyle& style) {
  std::erase_if(m_styles, [&](const PromptStyle& s) { return s.name == style.name; });
  m_styles.push_back(style);
  rebuild();
  Q_EMIT edited();
}

void StylesEditor::remove(const QString& name) {
  std::erase_if(m_styles, [&](const PromptStyle& s) { return s.name == name; });
  rebuild();
  Q_EMIT edited();
  Q_EMIT changed();
}

}  // namespace pentimento
