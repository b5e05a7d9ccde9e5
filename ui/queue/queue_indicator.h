/// The queue in the corner of the menu bar: what runs, how far it is.
#pragma once

#include <QProgressBar>
#include <QToolButton>
#include <QWidget>

#include "app/jobs/job_queue.h"

namespace pentimento {

class QueueIndicator final : public QWidget {
  Q_OBJECT
 public:
  explicit QueueIndicator(JobQueue& queue, QWidget* parent = nullptr);

 Q_SIGNALS:
  void clicked();

 private:
  void refresh();

  JobQueue& m_queue;
  std::optional<Progress> m_progress;
  QToolButton* m_button;
  QProgressBar* m_bar;
};

}  // namespace pentimento
