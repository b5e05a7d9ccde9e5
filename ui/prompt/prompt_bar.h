/// The prompt at the mask: the same words and the same button, where the artist looks.
#pragma once

#include <QFrame>
#include <QPushButton>

#include "ui/prompt/intent.h"
#include "ui/prompt/prompt_edit.h"

namespace pentimento {

class PromptBar final : public QFrame {
  Q_OBJECT
 public:
  explicit PromptBar(QWidget* canvas);

  void setPrompt(const QString& prompt);
  void setPromptHistory(const QStringList& newestFirst) { m_prompt->setHistory(newestFirst); }
  void setWeighable(bool weighable) { m_prompt->setWeighable(weighable); }
  void setIntent(Intent intent);
  /// Beneath the box of the mask, or above it where there is no room; hidden when it is empty.
  void placeAt(const QRect& maskOnCanvas);
  void focusPrompt() { m_prompt->setFocus(Qt::ShortcutFocusReason); }

 Q_SIGNALS:
  void promptEdited(const QString& prompt);
  void generateRequested();

 private:
  PromptEdit* m_prompt;
  QPushButton* m_button;
};

}  // namespace pentimento
