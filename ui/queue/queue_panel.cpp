#include "ui/queue/queue_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/queue/queue_text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/describe.h"

namespace pentimento {
namespace {

constexpr int kIdRole = Qt::UserRole;

}  // namespace

QueuePanel::QueuePanel(JobQueue& queue, QWidget* parent)
    : QWidget(parent), m_queue(queue), m_list(new QListWidget) {
  described(m_list, tr("Queue"), tr("Jobs in the order in which they run; drag to reorder"));
  m_list->setDragDropMode(QAbstractItemView::InternalMove);
  m_list->setWordWrap(true);
  auto* buttons = new QHBoxLayout;
  const auto add = [&](const QString& icon, const QString& name, auto act) {
    auto* button = described(new QToolButton, name);
    button->setIcon(themeIcon(icon));
    buttons->addWidget(button);
    connect(button, &QToolButton::clicked, this, act);
    return button;
  };
  m_pause = add("pause", tr("Pause the queue"),
                [this] { m_queue.paused() ? m_queue.resume() : m_queue.pause(); });
  buttons->addStretch(1);
  const auto moveBy = [this](int step) {
    if (const auto job = selected()) m_queue.move(job->id, m_list->currentRow() + step);
  };
  m_up = add("up", tr("Earlier"), [moveBy] { moveBy(-1); });
  m_down = add("down", tr("Later"), [moveBy] { moveBy(1); });
  m_retry = add("retry", tr("Try again"), [this] {
    if (const auto job = selected()) m_queue.retry(job->id);
  });
  m_cancel = add("cancel", tr("Cancel job"), [this] {
    if (const auto job = selected()) m_queue.cancel(job->id);
  });
  m_clear = add("trash", tr("Cancel all that wait"), [this] { m_queue.clear(); });
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->addWidget(m_list, 1);
  layout->addLayout(buttons);

  connect(&m_queue, &JobQueue::changed, this, &QueuePanel::refresh);
  connect(&m_queue, &JobQueue::progressed, this, [this](JobId id, const Progress& progress) {
    m_progress.emplace(id, progress);
    refresh();
  });
  connect(m_list, &QListWidget::currentRowChanged, this, &QueuePanel::showControls);
  // After the drop is complete; the list's own model is still moving rows when it says so.
  connect(
      m_list->model(), &QAbstractItemModel::rowsMoved, this,
      [this] {
        // All of them first: with each move the queue is shown anew.
        std::vector<JobId> wanted;
        for (int row = 0; row < m_list->count(); ++row)
          wanted.push_back(JobId{m_list->item(row)->data(kIdRole).toLongLong()});
        for (int row = 0; row < int(wanted.size()); ++row) m_queue.move(wanted[row], row);
      },
      Qt::QueuedConnection);
  refresh();
}

std::optional<Job> QueuePanel::selected() const {
  const QListWidgetItem* item = m_list->currentItem();
  if (!item) return {};
  for (const Job& job : m_queue.jobs())
    if (qint64(job.id) == item->data(kIdRole).toLongLong()) return job;
  return {};
}

void QueuePanel::refresh() {
  const std::vector<Job> jobs = m_queue.jobs();
  const qint64 current =
      m_list->currentItem() ? m_list->currentItem()->data(kIdRole).toLongLong() : 0;
  const QSignalBlocker quiet(m_list);
  while (m_list->count() > int(jobs.size())) delete m_list->takeItem(m_list->count() - 1);
  while (m_list->count() < int(jobs.size())) new QListWidgetItem(m_list);
  for (int row = 0; row < m_list->count(); ++row) {
    const Job& job = jobs[row];
    QListWidgetItem* item = m_list->item(row);
    const bool progressing = m_progress && m_progress->first == job.id;
    item->setText(titleOf(job) + "\n" +
                  describe(job, progressing ? std::optional(m_progress->second) : std::nullopt));
    item->setData(kIdRole, qint64(job.id));
    item->setToolTip(plainTip(job.message.isEmpty() ? job.prompt : job.message));
    const char* icon = job.state == JobState::Running   ? "play"
                       : job.state == JobState::Waiting ? "queue"
                                                        : "warning";
    item->setIcon(themeIcon(icon));
    if (qint64(job.id) == current) m_list->setCurrentRow(row);
  }
  const bool paused = m_queue.paused();
  m_pause->setIcon(themeIcon(paused ? "play" : "pause"));
  described(m_pause, paused ? tr("Continue the queue") : tr("Pause the queue"));
  m_clear->setEnabled(!jobs.empty());
  showControls();
}

void QueuePanel::showControls() {
  const auto job = selected();
  const int row = m_list->currentRow();
  m_up->setEnabled(job && row > 0);
  m_down->setEnabled(job && row + 1 < m_list->count());
  m_retry->setEnabled(job && (job->state == JobState::Failed || job->state == JobState::SetAside));
  m_cancel->setEnabled(job.has_value());
}

}  // namespace pentimento
