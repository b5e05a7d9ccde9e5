#include "ui/prompt/prompt_edit.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>

#include "ui/prompt/prompt_weights.h"
#include "ui/theme/theme.h"

namespace pentimento {
namespace {

constexpr double kWeightStep = 0.1;

bool isEnter(const QKeyEvent* event) {
  return event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
}

bool isVertical(const QKeyEvent* event) {
  return event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
}

/// The keys that belong to the field before any action of the window.
bool isOurs(const QKeyEvent* event) {
  const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
  if (isEnter(event)) return modifiers == Qt::ShiftModifier || modifiers == Qt::ControlModifier;
  return isVertical(event) && (modifiers == Qt::ControlModifier || modifiers == Qt::AltModifier);
}

}  // namespace

PromptEdit::PromptEdit(int lines, QWidget* parent)
    : QPlainTextEdit(parent), m_singleLine(lines == 1) {
  setTabChangesFocus(true);
  setMinimumHeight(fontMetrics().lineSpacing() * lines + (m_singleLine ? 14 : 22));
  if (m_singleLine) {
    document()->setDocumentMargin(0);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  }
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setMaximumHeight(minimumHeight());
  connect(this, &QPlainTextEdit::textChanged, this, [this] {
    const QString text = toPlainText();
    if (m_recalled >= 0 && m_history.value(m_recalled) != text) m_recalled = -1;
  });
}

void PromptEdit::setHistory(const QStringList& newestFirst) {
  m_history = newestFirst;
  m_recalled = -1;
}

void PromptEdit::setText(const QString& text) {
  if (toPlainText() == text) return;
  QTextCursor cursor(document());
  cursor.select(QTextCursor::Document);
  cursor.insertText(text);
  moveCursor(QTextCursor::End);
}

void PromptEdit::setCutFrom(int position) {
  QList<QTextEdit::ExtraSelection> selections;
  if (position >= 0) {
    QTextEdit::ExtraSelection cut;
    cut.cursor = QTextCursor(document());
    cut.cursor.setPosition(std::min(position, document()->characterCount() - 1));
    cut.cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cut.format.setFontStrikeOut(true);
    cut.format.setForeground(theme().mutedText);
    selections.append(cut);
  }
  setExtraSelections(selections);
}

bool PromptEdit::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride && isOurs(static_cast<QKeyEvent*>(event))) {
    event->accept();
    return true;
  }
  return QPlainTextEdit::event(event);
}

bool PromptEdit::canInsertFromMimeData(const QMimeData* data) const {
  return !data->hasUrls() && QPlainTextEdit::canInsertFromMimeData(data);
}

void PromptEdit::keyPressEvent(QKeyEvent* event) {
  const bool enters = m_singleLine && isEnter(event);
  if (!enters && !isOurs(event)) return QPlainTextEdit::keyPressEvent(event);
  if (isEnter(event)) {
    Q_EMIT generateRequested();
    return;
  }
  const int up = event->key() == Qt::Key_Up ? 1 : -1;
  event->modifiers() & Qt::ControlModifier ? changeWeight(up * kWeightStep) : recall(up);
}

void PromptEdit::changeWeight(double step) {
  if (!m_weighable) return;
  QTextCursor cursor = textCursor();
  const TextSelection before{toPlainText(), cursor.selectionStart(), cursor.selectionEnd()};
  const TextSelection after = withWeightChanged(before, step);
  if (after.text == before.text) return;
  cursor.select(QTextCursor::Document);
  cursor.insertText(after.text);
  cursor.setPosition(after.start);
  cursor.setPosition(after.end, QTextCursor::KeepAnchor);
  setTextCursor(cursor);
}

void PromptEdit::recall(int direction) {
  const int next = std::clamp(m_recalled + direction, -1, int(m_history.size()) - 1);
  if (next == m_recalled) return;
  if (m_recalled < 0) m_typed = toPlainText();
  m_recalled = next;
  setText(next < 0 ? m_typed : m_history[next]);
  m_recalled = next;
}

}  // namespace pentimento
