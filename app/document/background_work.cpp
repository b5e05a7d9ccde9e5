#include "app/document/background_work.h"

#include <QCoreApplication>
#include <algorithm>
#include <new>

namespace pentimento {

QString sentenceOf(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error)) return "there is not enough memory for this";
  return QString::fromUtf8(error.what());
}

BackgroundWork::~BackgroundWork() = default;

std::shared_ptr<BackgroundWork::Task> BackgroundWork::begin(const QString& text) {
  const auto task = std::make_shared<Task>();
  task->text = text;
  task->begun.start();
  m_tasks.push_back(task);
  Q_EMIT changed();
  return task;
}

RunContext BackgroundWork::contextOf(Task& task) {
  RunContext context;
  context.stop = task.stop.get_token();
  context.onProgress = [&task](const Progress& progress) {
    if (progress.steps <= 0) return;
    task.sharedAt = task.begun.elapsed();
    task.share = double(progress.step) / progress.steps;
  };
  return context;
}

void BackgroundWork::end(const std::shared_ptr<Task>& task, const std::function<void()>& then) {
  std::erase(m_tasks, task);
  if (then && !task->stop.stop_requested()) then();
  Q_EMIT changed();
}

std::optional<BackgroundWork::Note> BackgroundWork::note() const {
  const auto told = std::ranges::find_if(m_tasks, [](const auto& task) {
    return !task->text.isEmpty() && !task->stop.stop_requested();
  });
  if (told == m_tasks.end()) return {};
  const Task& task = **told;
  const double share = task.share;
  Note note{task.text, share < 0 ? std::nullopt : std::optional(share), task.begun.elapsed(), {}};
  if (share > 0) {
    // Between two reports it counts down, as long as it is still believed.
    const double whole = double(task.sharedAt) / share;
    if (const double left = (whole - double(note.milliseconds)) / 1000; left > 0)
      note.secondsLeft = left;
  }
  return note;
}

void BackgroundWork::cancel() {
  for (const auto& task : m_tasks)
    if (!task->text.isEmpty()) task->stop.request_stop();
  Q_EMIT changed();
}

void BackgroundWork::finish() {
  while (busy()) {
    m_thread.run([] {});
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
  }
}

}  // namespace pentimento
