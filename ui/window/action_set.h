/// Every command of the window under a name: for menus, keys, the palette and the shortcut editor.
#pragma once

#include <QAction>
#include <QHash>
#include <QList>
#include <QObject>

#include "app/settings/settings.h"

namespace pentimento {

/// Where an action comes from before the artist changes its keys.
struct ActionDescription {
  const char* id;    ///< "file.open": stays the same for ever, settings know it
  const char* text;  ///< to be translated in the context "Action"
  const char* keys;  ///< several are separated by "; "
  const char* icon;  ///< may be empty
  bool checkable = false;
};

/// Thread-safety: the GUI thread.
class ActionSet final : public QObject {
  Q_OBJECT
 public:
  /// @param window the actions' keys work in it
  ActionSet(QWidget* window, Settings& settings);

  [[nodiscard]] QAction* action(const QString& id) const;
  [[nodiscard]] const QList<QAction*>& all() const { return m_actions; }
  template <typename Function>
  void on(const QString& id, QObject* receiver, Function function) {
    connect(action(id), &QAction::triggered, receiver, function);
  }

  /// What the action is called, whatever its text says just now; without marks for menus.
  [[nodiscard]] static QString nameOf(const QAction* action);
  /// Keys as the artist set them; null: the default again; empty: none.
  void setKeys(const QString& id, const QString& keys);
  [[nodiscard]] QString keys(const QString& id) const;
  /// The action that has one of these keys already, or null.
  [[nodiscard]] QAction* conflicting(const QString& id, const QString& keys) const;

 private:
  void applyKeys(QAction* action);

  Settings& m_settings;
  QList<QAction*> m_actions;
  QHash<QString, QAction*> m_byId;
};

/// All actions, in the order of the menus.
[[nodiscard]] const QList<ActionDescription>& actionTable();

}  // namespace pentimento
