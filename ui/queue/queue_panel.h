/// What waits, what runs, what failed.
#pragma once

#include <QListWidget>
#include <QToolButton>
#include <QWidget>

#include "app/jobs/job_queue.h"

namespace pentimento {

/// Jobs are dragged to reorder them; the buttons act on the selected one.
class QueuePanel final : public QWidget {
  Q_OBJECT
 public:
  explicit QueuePanel(JobQueue& queue, QWidget* parent = nullptr);

 private:
  void refresh();
  void showControls();
  [[nodiscard]] std::optional<Job> selected() const;

  JobQueue& m_queue;
  std::optional<std::pair<JobId, Progress>> m_progress;
  QListWidget* m_list;
  QToolButton *m_pause, *m_up, *m_down, *m_retry, *m_cancel, *m_clear;
};

}  // namespace pentimento
