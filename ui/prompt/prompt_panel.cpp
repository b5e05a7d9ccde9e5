#include "ui/prompt/prompt_panel.h"

#include <QHBoxLayout>
#include <QRegularExpression>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kPromptsInMenu = 20;
constexpr int kPromptMenuWidth = 420;
constexpr int kEarlierPadding = 4;  // of the button beside the notes, see the style sheet
constexpr int kUnknownWords = 12;   // that are named; a page of text may be pasted

}  // namespace

PromptPanel::PromptPanel(QWidget* parent) : QWidget(parent) {
  m_prompt = described(new PromptEdit(4), tr("Prompt"),
                       tr("What the picture shows. Ctrl+↑/↓ changes the weight of a word, "
                          "Alt+↑/↓ brings back earlier prompts"));
  m_prompt->setPlaceholderText(tr("Describe the picture, or the masked part of it …"));
  m_negative =
      described(new PromptEdit(2), tr("Negative prompt"), tr("What the picture should not show"));
  m_unknown = new QLabel;
  m_unknown->setProperty("warning", true);
  m_unknown->setWordWrap(true);
  m_unknown->hide();
  m_loraNote = new QLabel;
  m_loraNote->setWordWrap(true);
  m_loraNote->setTextFormat(Qt::PlainText);
  m_loraNote->hide();
  m_examples = new QWidget;
  auto* examples = new QVBoxLayout(m_examples);
  examples->setContentsMargins(0, 0, 0, 0);
  examples->setSpacing(0);
  m_examples->hide();
  m_negativeSection = new Section(tr("Negative prompt"), m_negative);
  m_styles = new StylesEditor;
  m_stylesSection = new Section(tr("Styles"), m_styles);
  m_parameters = new ParameterPanel;
  m_meaning = new MeaningPanel;
  m_meaningSection = new Section(tr("Variations"), m_meaning);
  m_negativeSection->setObjectName("negative");
  m_stylesSection->setObjectName("styles");
  m_meaningSection->setObjectName("variations");

  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(12, 12, 12, 12);
  column->setSpacing(8);
  column->addWidget(m_prompt);
  column->addWidget(makeNotesRow());
  column->addWidget(m_examples);
  column->addWidget(makeButtonRow());
  column->addWidget(m_parameters);
  column->addWidget(m_meaningSection);
  column->addWidget(m_negativeSection);
  column->addWidget(m_stylesSection);
  column->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(content);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(scroll);
  setMinimumWidth(320);

  for (PromptEdit* edit : {m_prompt, m_negative}) {
    connect(edit, &PromptEdit::generateRequested, m_button, &QPushButton::click);
    connect(edit, &QPlainTextEdit::textChanged, this, &PromptPanel::changed);
  }
  connect(m_prompt, &QPlainTextEdit::textChanged, this, &PromptPanel::showPromptNotes);
  connect(m_negative, &QPlainTextEdit::textChanged, this,
          [this] { m_negativeSection->setSummary(m_negative->toPlainText().left(28)); });
  connect(m_styles, &StylesEditor::changed, this, [this] {
    m_stylesSection->setSummary(m_styles->chosen().join(", "));
    Q_EMIT changed();
  });
  connect(m_parameters, &ParameterPanel::changed, this, &PromptPanel::changed);
  connect(m_meaning, &MeaningPanel::changed, this, &PromptPanel::changed);
  connect(m_meaning, &MeaningPanel::changed, this,
          [this] { m_meaningSection->setSummary(m_meaning->summary()); });
  connect(m_parameters, &ParameterPanel::aspectChosen, this, &PromptPanel::aspectChosen);
  showPromptNotes();
}

QWidget* PromptPanel::makeNotesRow() {
  m_tokens = new QLabel;
  m_tokens->setProperty("muted", true);
  m_tokens->setWordWrap(true);
  m_earlier = described(new QToolButton, tr("Earlier prompts"), {}, "Alt+↑, Alt+↓");
  m_earlier->setIcon(themeIcon("history"));
  m_earlier->setMenu(new QMenu(m_earlier));
  m_earlier->setPopupMode(QToolButton::InstantPopup);
  m_earlier->setEnabled(false);
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* notes = new QVBoxLayout;
  notes->setContentsMargins(0, kEarlierPadding, 0, 0);  // its first line is level with the icon
  notes->addWidget(m_tokens);
  notes->addWidget(m_unknown);
  notes->addWidget(m_loraNote);
  notes->addStretch(1);
  layout->addLayout(notes, 1);
  layout->addWidget(m_earlier, 0, Qt::AlignTop);
  return row;
}

QWidget* PromptPanel::makeButtonRow() {
  m_button = new QPushButton;
  m_button->setProperty("primary", true);
  m_button->setMinimumHeight(34);
  m_button->setIcon(accentIcon("generate"));
  m_menu = new QMenu(this);
  m_more = described(new QToolButton, tr("What else the button could do"));
  m_more->setProperty("primary", true);
  m_more->setIcon(accentIcon("down"));
  m_more->setMinimumHeight(34);
  m_more->setMenu(m_menu);
  m_more->setPopupMode(QToolButton::InstantPopup);
  m_cancel = described(new QToolButton, tr("Cancel"), tr("Stop what is running"), "Shift+X");
  m_cancel->setIcon(themeIcon("cancel"));
  m_cancel->setMinimumSize(34, 34);
  m_cancel->setObjectName("cancel");
  m_cancel->hide();
  connect(m_button, &QPushButton::clicked, this, [this] { Q_EMIT generateRequested({}); });
  connect(m_cancel, &QToolButton::clicked, this, &PromptPanel::cancelRequested);
  setIntent(Intent::Generate, {Intent::Generate});
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(m_button, 1);
  layout->addWidget(m_more);
  layout->addWidget(m_cancel);
  return row;
}

PromptValues PromptPanel::values() const {
  PromptValues values;
  values.prompt = m_prompt->toPlainText();
  values.negativePrompt = m_negative->toPlainText();
  values.styles = m_styles->chosen();
  values.loras = m_loras;
  values.unclip = m_meaning->over(values.unclip);
  return m_parameters->over(values);
}

void PromptPanel::setValues(const PromptValues& values) {
  m_prompt->setText(values.prompt);
  m_negative->setText(values.negativePrompt);
  m_styles->setChosen(values.styles);
  setLoras(values.loras);
  m_meaning->setValues(values.unclip);
  m_parameters->setValues(values);
}

void PromptPanel::setCapabilities(const Capabilities& model) {
  m_parameters->setCapabilities(model);
  m_meaning->setCapabilities(model);
  m_meaningSection->setVisible(MeaningPanel::serves(model));
  m_negativeSection->setVisible(model.negativePrompt);
  m_weighable = model.clipPromptGrammar;
  for (PromptEdit* edit : {m_prompt, m_negative}) edit->setWeighable(m_weighable);
  m_takesLoras = model.loras;
  setLoras(m_loras);
  m_vocabulary.clear();
  for (const std::string& word : model.vocabulary)
    m_vocabulary.insert(QString::fromStdString(word).toLower());
  showPromptNotes();
}

void PromptPanel::setLoras(const std::vector<LoraUse>& loras) {
  m_loras = loras;
  QStringList names;
  for (const LoraUse& lora : loras)
    names << QString("%1 %2").arg(QString::fromStdString(lora.name)).arg(lora.weight);
  m_loraNote->setText(m_takesLoras
                          ? tr("LoRAs: %1").arg(names.join(", "))
                          : tr("This model takes no LoRAs; these rest: %1").arg(names.join(", ")));
  m_loraNote->setProperty("muted", m_takesLoras);
  m_loraNote->setProperty("warning", !m_takesLoras);
  m_loraNote->style()->polish(m_loraNote);
  m_loraNote->setVisible(!names.isEmpty());
}

void PromptPanel::setTokenCounter(CountTokens count) {
  m_countTokens = std::move(count);
  showPromptNotes();
}

QStringList PromptPanel::unknownWords() const {
  QStringList unknown;
  if (m_vocabulary.isEmpty()) return unknown;
  static const QRegularExpression notWords("[^\\p{L}\\p{N}'-]+");
  for (const QString& word :
       m_prompt->toPlainText().toLower().split(notWords, Qt::SkipEmptyParts)) {
    if (m_vocabulary.contains(word) || unknown.contains(word)) continue;
    unknown.append(unknown.size() < kUnknownWords ? word : QStringLiteral("…"));
    if (unknown.size() > kUnknownWords) break;
  }
  return unknown;
}

void PromptPanel::showPromptNotes() {
  const QStringList unknown = unknownWords();
  m_unknown->setVisible(!unknown.isEmpty());
  m_unknown->setText(tr("This model does not know: %1").arg(unknown.join(", ")));
  const std::string prompt = m_prompt->toPlainText().toStdString();
  if (!m_countTokens || prompt.empty()) {
    m_tokens->setText(m_weighable ? tr("Ctrl+↑/↓ weight · Alt+↑/↓ earlier prompts")
                                  : tr("Alt+↑/↓ earlier prompts"));
    return m_prompt->setCutFrom(-1);
  }
  const TokenCount count = m_countTokens(prompt);
  const bool cut = count.cut(prompt);
  m_tokens->setText(cut ? tr("%1 tokens; what is struck through is not read").arg(count.tokens)
                        : tr("%1 of %2 tokens").arg(count.tokens).arg(count.room));
  m_prompt->setCutFrom(cut ? int(QString::fromUtf8(prompt.data(), qsizetype(count.readTo)).size())
                           : -1);
}

void PromptPanel::setIntent(Intent intent, const std::vector<Intent>& possible) {
  m_button->setText(labelFor(intent));
  described(m_button, labelFor(intent), explanationFor(intent), "Ctrl+Enter");
  m_menu->clear();
  for (const Intent other : possible) {
    QAction* action = m_menu->addAction(labelFor(other));
    action->setToolTip(explanationFor(other));
    connect(action, &QAction::triggered, this, [this, other] { Q_EMIT generateRequested(other); });
  }
  m_menu->setToolTipsVisible(true);
  m_more->setVisible(possible.size() > 1);
}

void PromptPanel::setBusy(bool busy) {
  m_cancel->setVisible(busy);
}

QStringList PromptPanel::openSections() const {
  QStringList names;
  for (const Section* section : findChildren<Section*>())
    if (section->isExpanded()) names << section->objectName();
  return names;
}

void PromptPanel::setOpenSections(const QStringList& names) {
  for (Section* section : findChildren<Section*>())
    section->setExpanded(names.contains(section->objectName()));
}

void PromptPanel::setExamples(const QStringList& prompts) {
  qDeleteAll(m_examples->findChildren<QPushButton*>());
  for (const QString& prompt : prompts) {
    auto* example =
        described(new QPushButton(prompt), tr("Example: %1").arg(prompt), tr("Use this prompt"));
    example->setProperty("link", true);
    m_examples->layout()->addWidget(example);
    connect(example, &QPushButton::clicked, this, [this, prompt] {
      m_prompt->setText(prompt);
      m_prompt->setFocus();
    });
  }
  m_examples->setVisible(!prompts.isEmpty());
}

void PromptPanel::setPromptHistory(const QStringList& newestFirst) {
  m_prompt->setHistory(newestFirst);
  QMenu* menu = m_earlier->menu();
  menu->clear();
  for (const QString& prompt : newestFirst.mid(0, kPromptsInMenu)) {
    QAction* action =
        menu->addAction(fontMetrics()
                            .elidedText(prompt.simplified(), Qt::ElideRight, kPromptMenuWidth)
                            .replace('&', "&&"));
    connect(action, &QAction::triggered, this, [this, prompt] {
      m_prompt->setText(prompt);
      m_prompt->setFocus();
    });
  }
  m_earlier->setEnabled(!newestFirst.isEmpty());
}

void PromptPanel::focusPrompt() {
  m_prompt->setFocus(Qt::ShortcutFocusReason);
  m_prompt->selectAll();
}

}  // namespace pentimento
