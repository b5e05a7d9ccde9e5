#include "ui/window/shortcut_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {

ShortcutDialog::ShortcutDialog(ActionSet& actions, QWidget* parent)
    : QDialog(parent),
      m_actions(actions),
      m_list(new QTreeWidget),
      m_keys(new QKeySequenceEdit),
      m_note(new QLabel) {
  setWindowTitle(tr("Keyboard Shortcuts"));
  auto* search = described(new QLineEdit, tr("Search"), tr("Search by name or key"));
  search->setPlaceholderText(tr("Search by name or key"));
  described(m_list, tr("Actions"), tr("Select an action to change its keys"));
  m_list->setHeaderLabels({tr("Action"), tr("Keys")});
  m_list->setRootIsDecorated(false);
  m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  described(m_keys, tr("New keys"), tr("Press the keys for the selected action"));
  for (auto* field : m_keys->findChildren<QLineEdit*>())
    described(field, tr("New keys"), tr("Press the keys for the selected action"));
  auto* assignButton = described(new QPushButton(tr("Assign")), tr("Assign the keys"));
  auto* resetButton = described(new QPushButton(tr("Default")), tr("Restore the default keys"));
  m_note->setWordWrap(true);
  m_note->setProperty("muted", true);
  auto* row = new QHBoxLayout;
  row->addWidget(m_keys, 1);
  row->addWidget(assignButton);
  row->addWidget(resetButton);
  auto* buttons = new QDialogButtonBox;
  described(buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole), tr("Close"), {}, "Esc");
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(search);
  layout->addWidget(m_list, 1);
  layout->addLayout(row);
  layout->addWidget(m_note);
  layout->addWidget(buttons);
  resize(fittingScreen({560, 560}, *this));

  connect(search, &QLineEdit::textChanged, this, [this](const QString& text) {
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
      QTreeWidgetItem* item = m_list->topLevelItem(i);
      item->setHidden(!item->text(0).contains(text, Qt::CaseInsensitive) &&
                      !item->text(1).contains(text, Qt::CaseInsensitive));
    }
  });
  connect(m_list, &QTreeWidget::currentItemChanged, this, &ShortcutDialog::showSelected);
  connect(assignButton, &QPushButton::clicked, this, &ShortcutDialog::assign);
  connect(resetButton, &QPushButton::clicked, this, [this] { setKeysOf(selectedId(), {}); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  fill();
}

void ShortcutDialog::fill() {
  for (const QAction* action : m_actions.all()) {
    auto* item = new QTreeWidgetItem(m_list);
    item->setText(0, QString(action->text()).remove('&'));
    item->setText(1, m_actions.keys(action->objectName()));
    item->setIcon(0, action->icon().isNull() ? blankIcon() : action->icon());
    item->setData(0, Qt::UserRole, action->objectName());
  }
  m_list->setCurrentItem(m_list->topLevelItem(0));
}

QString ShortcutDialog::selectedId() const {
  const QTreeWidgetItem* item = m_list->currentItem();
  return item ? item->data(0, Qt::UserRole).toString() : QString();
}

void ShortcutDialog::showSelected() {
  if (const QString id = selectedId(); !id.isEmpty())
    m_keys->setKeySequence(QKeySequence(m_actions.keys(id).section("; ", 0, 0)));
  m_note->clear();
}

void ShortcutDialog::assign() {
  const QString id = selectedId();
  const QString keys = m_keys->keySequence().toString(QKeySequence::PortableText);
  if (id.isEmpty() || keys.isEmpty()) return;
  if (const QAction* other = m_actions.conflicting(id, keys)) {
    m_note->setText(tr("%1 belongs to “%2”. Give that one other keys first.")
                        .arg(keys, QString(other->text()).remove('&')));
    return;
  }
  setKeysOf(id, keys);
}

void ShortcutDialog::setKeysOf(const QString& id, const QString& keys) {
  if (id.isEmpty()) return;
  m_actions.setKeys(id, keys);
  m_list->currentItem()->setText(1, m_actions.keys(id));
  showSelected();
}

}  // namespace pentimento
