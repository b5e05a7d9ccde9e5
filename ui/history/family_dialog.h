/// Which picture came from which, by what edit.
#pragma once

#include <QDialog>
#include <QTreeWidget>

#include "app/history/history_store.h"
#include "app/history/thumbnail_store.h"

namespace pentimento {

/// Ancestors, the picture, its children, each beneath what it was made from. Modeless.
class FamilyDialog final : public QDialog {
  Q_OBJECT
 public:
  FamilyDialog(const HistoryStore& store, ThumbnailStore& thumbnails, const QString& key,
               QWidget* parent = nullptr);

 Q_SIGNALS:
  void chosen(const QString& key);  ///< by Enter or a double click

 private:
  QTreeWidgetItem* add(QTreeWidgetItem* parent, const HistoryEntry& entry);

  ThumbnailStore& m_thumbnails;
  QTreeWidget* m_tree;
};

}  // namespace pentimento
