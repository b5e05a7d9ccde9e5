/// The keys of all actions, to look up and to change.
#pragma once

#include <QDialog>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

#include "ui/window/action_set.h"

namespace pentimento {

class ShortcutDialog final : public QDialog {
  Q_OBJECT
 public:
  ShortcutDialog(ActionSet& actions, QWidget* parent);

 private:
  void fill();
  void showSelected();
  void assign();
  void setKeysOf(const QString& id, const QString& keys);
  [[nodiscard]] QString selectedId() const;  ///< empty: of a key that cannot be changed
  /// Whose the keys are already; empty: nobody's.
  [[nodiscard]] QString ownerOf(const QString& keys, const QString& wantedBy) const;

  ActionSet& m_actions;
  QTreeWidget* m_list;
  QKeySequenceEdit* m_keys;
  QPushButton *m_assign, *m_none, *m_default;
  QLabel* m_note;
};

}  // namespace pentimento
