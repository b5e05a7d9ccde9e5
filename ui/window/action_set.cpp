#include "ui/window/action_set.h"

#include <QCoreApplication>
#include <QWidget>

#include "ui/theme/icons.h"

namespace pentimento {
namespace {

constexpr const char* kDefaultKeys = "defaultKeys";
constexpr const char* kName = "name";

QList<QKeySequence> sequencesIn(const QString& keys) {
  if (keys.isEmpty()) return {};  // else Qt makes one empty sequence of it
  return QKeySequence::listFromString(keys, QKeySequence::PortableText);
}

}  // namespace

ActionSet::ActionSet(QWidget* window, Settings& settings) : QObject(window), m_settings(settings) {
  for (const ActionDescription& description : actionTable()) {
    auto* action = new QAction(QCoreApplication::translate("Action", description.text), this);
    action->setObjectName(description.id);
    action->setProperty(kDefaultKeys, QString(description.keys));
    action->setProperty(kName, action->text().remove('&').remove(QStringLiteral(" …")));
    action->setCheckable(description.checkable);
    if (*description.icon) action->setIcon(themeIcon(description.icon));
    action->setIconVisibleInMenu(false);
    window->addAction(action);
    m_actions.append(action);
    m_byId.insert(description.id, action);
    applyKeys(action);
  }
}

QAction* ActionSet::action(const QString& id) const {
  QAction* action = m_byId.value(id);
  Q_ASSERT_X(action, "ActionSet", qPrintable(id));
  return action;
}

QString ActionSet::nameOf(const QAction* action) {
  return action->property(kName).toString();
}

QString ActionSet::keys(const QString& id) const {
  return m_settings.shortcut(id, action(id)->property(kDefaultKeys).toString());
}

void ActionSet::setKeys(const QString& id, const QString& keys) {
  m_settings.setShortcut(id, keys);
  applyKeys(action(id));
}

void ActionSet::applyKeys(QAction* action) {
  action->setShortcuts(sequencesIn(keys(action->objectName())));
  QString text = nameOf(action);
  if (!action->shortcut().isEmpty())
    text += QString("  (%1)").arg(action->shortcut().toString(QKeySequence::NativeText));
  action->setToolTip(text);
}

QAction* ActionSet::conflicting(const QString& id, const QString& keys) const {
  const auto wanted = sequencesIn(keys);
  for (QAction* other : m_actions)
    if (other->objectName() != id)
      for (const QKeySequence& sequence : other->shortcuts())
        if (wanted.contains(sequence)) return other;
  return nullptr;
}

}  // namespace pentimento
