/// Ctrl+K: every action by typing a part of its name.
#pragma once

#include <QDialog>
#include <QLineEdit>
#include <QTreeWidget>

#include "ui/window/action_set.h"

namespace pentimento {

class CommandPalette final : public QDialog {
  Q_OBJECT
 public:
  CommandPalette(const ActionSet& actions, QWidget* parent);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter(const QString& words);
  void run();

  const ActionSet& m_actions;
  QLineEdit* m_words;
  QTreeWidget* m_list;
};

}  // namespace pentimento
