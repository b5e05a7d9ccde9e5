/// A large picture beside the pointer while it rests on an entry.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QListView>
#include <QTimer>

#include "app/history/history_store.h"
#include "core/base/task_thread.h"

namespace pentimento {

/// Watches a view of a HistoryModel. The file is read on a thread of its own.
class HoverPreview final : public QFrame {
  Q_OBJECT
 public:
  HoverPreview(QListView& view, const HistoryStore& store);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void load();
  void present(const QImage& picture);
  void leave();

  QListView& m_view;
  const HistoryStore& m_store;
  QLabel* m_picture;
  QLabel* m_text;
  QTimer m_delay;
  QString m_key;  // the pointer is on it; empty = on none
  TaskThread m_thread;
};

}  // namespace pentimento
