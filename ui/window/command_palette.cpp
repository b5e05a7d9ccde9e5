#include "ui/window/command_palette.h"

#include <QKeyEvent>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/describe.h"

namespace pentimento {

CommandPalette::CommandPalette(const ActionSet& actions, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint),
      m_actions(actions),
      m_words(new QLineEdit),
      m_list(new QListWidget) {
  setWindowTitle(tr("Commands"));
  setAttribute(Qt::WA_DeleteOnClose);
  described(m_words, tr("Command"), tr("Type a part of a command's name"));
  m_words->setPlaceholderText(tr("What do you want to do?"));
  described(m_list, tr("Commands"));
  m_list->setFocusPolicy(Qt::NoFocus);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_words);
  layout->addWidget(m_list);
  resize(480, 380);
  move(parent->mapToGlobal(QPoint((parent->width() - width()) / 2, 80)));
  m_words->installEventFilter(this);
  connect(m_words, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(m_words, &QLineEdit::returnPressed, this, &CommandPalette::run);
  connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
  filter({});
}

void CommandPalette::filter(const QString& text) {
  const QStringList words = text.split(' ', Qt::SkipEmptyParts);
  m_list->clear();
  QPixmap nothing(24, 24);  // so that all names begin at the same place
  nothing.fill(Qt::transparent);
  const QIcon blank(nothing);
  for (QAction* action : m_actions.all()) {
    const QString name = QString(action->text()).remove('&');
    const bool fits = std::ranges::all_of(
        words, [&](const QString& word) { return name.contains(word, Qt::CaseInsensitive); });
    if (!fits || !action->isEnabled()) continue;
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    auto* item = new QListWidgetItem(action->icon().isNull() ? blank : action->icon(),
                                     keys.isEmpty() ? name : QString("%1   %2").arg(name, keys));
    item->setData(Qt::UserRole, action->objectName());
    m_list->addItem(item);
  }
  m_list->setCurrentRow(0);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
    if (step != 0 && m_list->count() > 0) {
      m_list->setCurrentRow((m_list->currentRow() + step + m_list->count()) % m_list->count());
      return true;
    }
  }
  return QDialog::eventFilter(watched, event);
}

void CommandPalette::run() {
  const QListWidgetItem* item = m_list->currentItem();
  if (!item) return;
  QAction* action = m_actions.action(item->data(Qt::UserRole).toString());
  close();
  // After this window is gone, so that the action finds the main window in front.
  QTimer::singleShot(0, action, &QAction::trigger);
}

}  // namespace pentimento
