#include "ui/window/shortcut_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"
#include "ui/window/fixed_keys.h"

namespace pentimento {
namespace {

/// As the keyboard of the artist has it.
QString nativeKeys(const QString& portable) {
  QStringList keys;
  for (const QKeySequence& one : QKeySequence::listFromString(portable, QKeySequence::PortableText))
    if (!one.isEmpty()) keys << one.toString(QKeySequence::NativeText);
  return keys.join("; ");
}

}  // namespace

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
  m_assign = described(new QPushButton(tr("Assign")), tr("Assign the keys"));
  m_none = described(new QPushButton(tr("None")), tr("Take the action's keys away"));
  m_default = described(new QPushButton(tr("Default")), tr("Restore the default keys"));
  m_note->setWordWrap(true);
  m_note->setProperty("muted", true);
  auto* row = new QHBoxLayout;
  row->addWidget(m_keys, 1);
  for (QPushButton* button : {m_assign, m_none, m_default}) {
    button->setAutoDefault(false);  // Enter in the list or the search is for those
    row->addWidget(button);
  }
  auto* buttons = new QDialogButtonBox;
  described(buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole), tr("Close"), {}, "Esc");
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(8);
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
  connect(m_assign, &QPushButton::clicked, this, &ShortcutDialog::assign);
  connect(m_none, &QPushButton::clicked, this, [this] { setKeysOf(selectedId(), ""); });
  connect(m_default, &QPushButton::clicked, this, [this] { setKeysOf(selectedId(), {}); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  fill();
}

void ShortcutDialog::fill() {
  for (const QAction* action : m_actions.all()) {
    auto* item = new QTreeWidgetItem(m_list);
    item->setText(0, ActionSet::nameOf(action));
    item->setText(1, nativeKeys(m_actions.keys(action->objectName())));
    item->setIcon(0, action->icon().isNull() ? blankIcon() : action->icon());
    item->setData(0, Qt::UserRole, action->objectName());
  }
  for (const FixedKey& fixed : fixedKeys()) {
    auto* item =
        new QTreeWidgetItem(m_list, {QString("%1: %2").arg(fixed.place, fixed.name), fixed.keys});
    item->setIcon(0, themeIcon("lock"));
    item->setToolTip(0, tr("This key cannot be changed"));
  }
  m_list->setCurrentItem(m_list->topLevelItem(0));
}

QString ShortcutDialog::selectedId() const {
  const QTreeWidgetItem* item = m_list->currentItem();
  return item ? item->data(0, Qt::UserRole).toString() : QString();
}

void ShortcutDialog::showSelected() {
  const QString id = selectedId();
  for (QWidget* control : std::initializer_list<QWidget*>{m_keys, m_assign, m_none, m_default})
    control->setEnabled(!id.isEmpty());
  m_keys->setKeySequence(id.isEmpty() ? QKeySequence()
                                      : QKeySequence(m_actions.keys(id).section("; ", 0, 0)));
  m_note->setText(id.isEmpty() ? tr("This key cannot be changed") : QString());
}

QString ShortcutDialog::ownerOf(const QString& keys, const QString& wantedBy) const {
  if (const QAction* other = m_actions.conflicting(wantedBy, keys)) return ActionSet::nameOf(other);
  for (const FixedKey& fixed : fixedKeys())
    if (fixed.taken.contains(QKeySequence(keys, QKeySequence::PortableText)))
      return QString("%1: %2").arg(fixed.place, fixed.name);
  return {};
}

void ShortcutDialog::assign() {
  const QString id = selectedId();
  const QString keys = m_keys->keySequence().toString(QKeySequence::PortableText);
  if (id.isEmpty() || keys.isEmpty()) return;
  if (const QString owner = ownerOf(keys, id); !owner.isEmpty()) {
    m_note->setText(tr("%1 belongs to “%2”. Choose other keys, or give that one others first.")
                        .arg(nativeKeys(keys), owner));
    return;
  }
  setKeysOf(id, keys);
}

void ShortcutDialog::setKeysOf(const QString& id, const QString& keys) {
  if (id.isEmpty()) return;
  m_actions.setKeys(id, keys);
  m_list->currentItem()->setText(1, nativeKeys(m_actions.keys(id)));
  showSelected();
}

}  // namespace pentimento
