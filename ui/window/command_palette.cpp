#include "ui/window/command_palette.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/describe.h"

namespace pentimento {

CommandPalette::CommandPalette(const ActionSet& actions, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint),
      m_actions(actions),
      m_words(new QLineEdit),
      m_list(new QTreeWidget) {
  setWindowTitle(tr("Commands"));
  setAttribute(Qt::WA_DeleteOnClose);
  described(m_words, tr("Command"), tr("Type a part of a command's name"));
  m_words->setPlaceholderText(tr("What do you want to do?"));
  described(m_list, tr("Commands"), tr("Up and Down select, Enter runs"));
  m_list->setColumnCount(2);
  m_list->setHeaderHidden(true);
  m_list->setRootIsDecorated(false);
  m_list->header()->setStretchLastSection(false);
  m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_words);
  layout->addWidget(m_list);
  resize(fittingScreen({560, 420}, *parent));
  move(parent->mapToGlobal(QPoint((parent->width() - width()) / 2, 80)));
  m_words->installEventFilter(this);
  connect(m_words, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(m_words, &QLineEdit::returnPressed, this, &CommandPalette::run);
  connect(m_list, &QTreeWidget::itemClicked, this, &CommandPalette::run);
  connect(m_list, &QTreeWidget::itemActivated, this, &CommandPalette::run);
  filter({});
}

void CommandPalette::filter(const QString& text) {
  const QStringList words = text.split(' ', Qt::SkipEmptyParts);
  m_list->clear();
  for (QAction* action : m_actions.all()) {
    const QString name = QString(action->text()).remove('&');
    const bool fits = std::ranges::all_of(
        words, [&](const QString& word) { return name.contains(word, Qt::CaseInsensitive); });
    if (!fits || !action->isEnabled()) continue;
    auto* item =
        new QTreeWidgetItem(m_list, {name, action->shortcut().toString(QKeySequence::NativeText)});
    item->setIcon(0, action->icon().isNull() ? blankIcon() : action->icon());
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setForeground(1, theme().mutedText);
    item->setData(0, Qt::UserRole, action->objectName());
  }
  m_list->setCurrentItem(m_list->topLevelItem(0));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
    if (const int count = m_list->topLevelItemCount(); step != 0 && count > 0) {
      const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
      m_list->setCurrentItem(m_list->topLevelItem((row + step + count) % count));
      return true;
    }
  }
  return QDialog::eventFilter(watched, event);
}

void CommandPalette::run() {
  const QTreeWidgetItem* item = m_list->currentItem();
  if (!item || !isVisible()) return;  // a click may activate, too
  QAction* action = m_actions.action(item->data(0, Qt::UserRole).toString());
  close();
  // After this window is gone, so that the action finds the main window in front.
  QTimer::singleShot(0, action, &QAction::trigger);
}

}  // namespace pentimento
