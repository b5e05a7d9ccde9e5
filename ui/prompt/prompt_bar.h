/// The prompt at the mask: the same words and the same button, where the artist looks.
#pragma once

#include <QFrame>
#include <QLineEdit>
#include <QPushButton>

#include "ui/prompt/intent.h"

namespace pentimento {

class PromptBar final : public QFrame {
  Q_OBJECT
 public:
  explicit PromptBar(QWidget* canvas);

  void setPrompt(const QString& prompt);
  void setIntent(Intent intent);
  /// Beneath the box of the mask, or above it where there is no room; hidden when it is empty.
  void placeAt(const QRect& maskOnCanvas);
  void focusPrompt() { m_prompt->setFocus(Qt::ShortcutFocusReason); }

 Q_SIGNALS:
  void promptEdited(const QString& prompt);
  void generateRequested();

 private:
  QLineEdit* m_prompt;
  QPushButton* m_button;
};

}  // namespace pentimento
