/// Work that takes long with large pictures, beside the window that goes on.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <atomic>
#include <deque>
#include <memory>
#include <optional>

#include "core/api/run_context.h"
#include "core/base/task_thread.h"

namespace pentimento {

/// What an exception says to people.
[[nodiscard]] QString sentenceOf(const std::exception& error);

/// A thread that does one thing after another: `make` there, then `use` with what it returned here.
/// Whoever waits sees what is done now and can stop it.
/// Thread-safety: use it on the thread it lives in; `use` and all signals are called there.
class BackgroundWork final : public QObject {
  Q_OBJECT
 public:
  explicit BackgroundWork(QObject* parent = nullptr) : QObject(parent) {}
  ~BackgroundWork() override;  ///< what was begun is done first, but not used any more

  /// @param text what people read meanwhile ("Opening photo.jpg"); empty for what is too short to
  /// be worth a word
  /// @param make (const RunContext&) → value; Cancelled may be thrown out of it, and what else is
  /// thrown becomes `failed`
  template <typename Make, typename Use>
  void start(const QString& text, Make make, Use use) {
    const auto task = begin(text);
    m_thread.post([this, task, make = std::move(make), use = std::move(use)]() mutable {
      std::function<void()> then;
      try {
        const RunContext context = contextOf(*task);
        context.check();
        using Made = decltype(make(context));
        const auto made = std::make_shared<Made>(make(context));
        then = [made, use = std::move(use)]() mutable { use(std::move(*made)); };
      } catch (const Cancelled&) {
      } catch (const std::exception& error) {  // memory, too
        then = [this, sentence = sentenceOf(error)] { Q_EMIT failed(sentence); };
      }
      QMetaObject::invokeMethod(
          this, [this, task, then = std::move(then)] { end(task, then); }, Qt::QueuedConnection);
    });
  }

  /// What is done now, as far as it has a text.
  struct Note {
    QString text;
    std::optional<double> share;  ///< of it that is done, 0..1, as far as it is known
    qint64 milliseconds = 0;      ///< since it began
    std::optional<double> secondsLeft{};
  };
  [[nodiscard]] std::optional<Note> note() const;
  [[nodiscard]] bool busy() const { return !m_tasks.empty(); }
  /// Stops all that has a text; nothing of it is used any more.
  void cancel();
  /// Waits for all that was begun, and uses it.
  void finish();

 Q_SIGNALS:
  void changed();  ///< something began or ended
  void failed(const QString& sentence);

 private:
  struct Task {
    QString text;
    QElapsedTimer begun;
    std::stop_source stop;
    std::atomic<double> share{-1};
    std::atomic<qint64> sharedAt{0};  // ms since it began
  };
  [[nodiscard]] std::shared_ptr<Task> begin(const QString& text);
  [[nodiscard]] static RunContext contextOf(Task& task);
  void end(const std::shared_ptr<Task>& task, const std::function<void()>& then);

  std::deque<std::shared_ptr<Task>> m_tasks;
  TaskThread m_thread;  // last: what it posts to must still live
};

}  // namespace pentimento
