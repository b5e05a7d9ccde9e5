/// The panel beside the canvas: words, the one button, values.
#pragma once

#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSet>
#include <QToolButton>
#include <QWidget>
#include <optional>

#include "core/text/token_count.h"
#include "ui/prompt/intent.h"
#include "ui/prompt/meaning_panel.h"
#include "ui/prompt/parameter_panel.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/styles_editor.h"

namespace pentimento {

/// How a model counts.
using CountTokens = std::function<TokenCount(std::string_view prompt)>;

class PromptPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit PromptPanel(QWidget* parent = nullptr);

  [[nodiscard]] PromptValues values() const;
  void setValues(const PromptValues& values);
  /// Draws the seed of the next run, unless it is locked.
  void drawSeed() { m_parameters->drawSeed(); }

  /// Beside those that are named in the prompt.
  void setLoras(const std::vector<LoraUse>& loras);
  void setCapabilities(const Capabilities& model);
  /// What to interpolate to, where the model can.
  [[nodiscard]] MeaningPanel& meaning() { return *m_meaning; }
  void setTokenCounter(CountTokens count);  ///< empty: nobody can say

  /// What the button says and what its menu offers.
  void setIntent(Intent intent, const std::vector<Intent>& possible);
  void setBusy(bool busy);  ///< shows the way to stop
  /// Names of the parts that are unfolded.
  [[nodiscard]] QStringList openSections() const;
  void setOpenSections(const QStringList& names);
  void setExamples(const QStringList& prompts);

  void setPromptHistory(const QStringList& newestFirst);
  [[nodiscard]] StylesEditor& styles() { return *m_styles; }
  void focusPrompt();

 Q_SIGNALS:
  void changed();
  void aspectChosen(const pentimento::Aspect& aspect);
  /// The button, or an entry of its menu: nullopt = as it says.
  void generateRequested(std::optional<pentimento::Intent> intent);
  void cancelRequested();

 private:
  QWidget* makeNotesRow();
  QWidget* makeButtonRow();
  void showPromptNotes();
  [[nodiscard]] QStringList unknownWords() const;

  PromptEdit *m_prompt, *m_negative;
  QLabel *m_tokens, *m_unknown, *m_loraNote;
  std::vector<LoraUse> m_loras;
  bool m_takesLoras = true;
  QWidget* m_examples;
  Section *m_meaningSection, *m_negativeSection, *m_stylesSection;
  StylesEditor* m_styles;
  QPushButton* m_button;
  QToolButton *m_more, *m_cancel;
  QMenu* m_menu;
  QToolButton* m_earlier;
  ParameterPanel* m_parameters;
  MeaningPanel* m_meaning;
  CountTokens m_countTokens;
  bool m_weighable = true;
  QSet<QString> m_vocabulary;  // all that the model knows; empty: any word
};

}  // namespace pentimento
