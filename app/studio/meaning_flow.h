/// Searching the history by meaning.
#pragma once

#include <QObject>

#include "app/history/embedding_store.h"
#include "app/history/history_store.h"
#include "app/jobs/job_queue.h"
#include "ui/history/history_panel.h"

namespace pentimento {

/// Asks a CLIP what the words mean and what the pictures show, a few at a time while nothing is
/// generated, and orders the history by how well they match. Each picture is looked at once.
/// Thread-safety: the GUI thread.
class MeaningFlow final : public QObject {
  Q_OBJECT
 public:
  MeaningFlow(JobQueue& queue, HistoryStore& history, HistoryPanel& panel,
              const QString& cacheFolder);

  /// A model that brings a CLIP; empty is the built-in one. Before, the search is not offered.
  void setModel(const QString& model);

 Q_SIGNALS:
  void failed(const QString& sentence);

 private:
  void search(const QString& words);
  void order();
  /// Looks at the next pictures that nothing is known of.
  void lookOn();
  [[nodiscard]] std::vector<HistoryEntry> unknown(size_t most);

  JobQueue& m_queue;
  HistoryStore& m_history;
  HistoryPanel& m_panel;
  EmbeddingStore m_store;
  std::optional<QString> m_model;
  std::string m_clip;        // of the model, once it has said so
  Embedding m_wanted;        // what the words mean; empty: nothing is searched for
  QStringList m_unreadable;  // keys of pictures that cannot be looked at
  quint64 m_search = 0;      // number of the newest; answers to others come too late
  bool m_looking = false;
};

}  // namespace pentimento
