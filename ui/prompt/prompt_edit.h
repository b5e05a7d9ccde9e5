/// The field for a prompt.
#pragma once

#include <QPlainTextEdit>
#include <QStringList>

namespace pentimento {

/// Weights with Ctrl+↑/↓, earlier prompts with Alt+↑/↓; what the model will not read is struck
/// through. Tab leaves the field. In one of a single line Enter alone is enough.
class PromptEdit final : public QPlainTextEdit {
  Q_OBJECT
 public:
  /// @param lines its height without scrolling
  explicit PromptEdit(int lines, QWidget* parent = nullptr);

  void setHistory(const QStringList& newestFirst);
  void setText(const QString& text);                              ///< can be undone in the field
  void setWeighable(bool weighable) { m_weighable = weighable; }  ///< the model knows weights
  /// @param position in the text from which the model reads nothing; -1: it reads all
  void setCutFrom(int position);

 Q_SIGNALS:
  void generateRequested();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;
  /// Files are for the window, not for the prompt.
  bool canInsertFromMimeData(const QMimeData* data) const override;

 private:
  void changeWeight(double step);
  void recall(int direction);

  bool m_singleLine;
  bool m_weighable = true;
  QStringList m_history;
  int m_recalled = -1;  // index in m_history; -1: what was typed
  QString m_typed;
};

}  // namespace pentimento
