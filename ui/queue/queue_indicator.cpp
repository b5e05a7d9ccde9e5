#include "ui/queue/queue_indicator.h"

#include <QHBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/queue/queue_text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {

QueueIndicator::QueueIndicator(JobQueue& queue, QWidget* parent)
    : QWidget(parent), m_queue(queue), m_button(new QToolButton), m_bar(new QProgressBar) {
  m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_button->setIcon(themeIcon("queue"));
  described(m_button, tr("Queue"), tr("Show or hide the queue"), "Ctrl+Shift+Q");
  described(m_bar, tr("Progress"));
  m_bar->setTextVisible(false);
  m_bar->setRange(0, 1000);
  m_bar->setFixedWidth(96);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(4, 0, 8, 0);
  layout->addWidget(m_button);
  layout->addWidget(m_bar);
  connect(m_button, &QToolButton::clicked, this, &QueueIndicator::clicked);
  connect(&queue, &JobQueue::changed, this, &QueueIndicator::refresh);
  connect(&queue, &JobQueue::started, this, [this] { m_progress.reset(); });
  connect(&queue, &JobQueue::progressed, this, [this](JobId, const Progress& progress) {
    m_progress = progress;
    refresh();
  });
  refresh();
}

void QueueIndicator::refresh() {
  const std::vector<Job> jobs = m_queue.jobs();
  const auto running = std::ranges::find(jobs, JobState::Running, &Job::state);
  m_bar->setVisible(running != jobs.end());
  if (running != jobs.end()) {
    m_button->setText(describe(*running, m_progress));
    m_bar->setValue(m_progress ? int(std::lround(1000 * shareDone(*running, *m_progress))) : 0);
  } else if (m_queue.paused()) {
    m_button->setText(tr("Queue paused · %n waiting", nullptr, int(jobs.size())));
  } else {
    m_button->setText(jobs.empty() ? tr("Queue empty") : tr("Queue: %1").arg(jobs.size()));
  }
}

}  // namespace pentimento
