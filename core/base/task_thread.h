/// A thread that runs functions one after another, for work that must not block its caller: writing
/// files, talking to a database.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

namespace pentimento {

/// Functions run in the order they were posted. The destructor runs what is still waiting, then
/// joins: nothing that was accepted is forgotten.
/// Thread-safety: `post` and `run` may be called from any thread, but `run` not from a posted
/// function.
class TaskThread {
 public:
  TaskThread();
  ~TaskThread();
  TaskThread(const TaskThread&) = delete;
  TaskThread& operator=(const TaskThread&) = delete;

  /// Runs `task` later. What it throws is lost, so it should not.
  void post(std::function<void()> task);

  /// Runs `task` on the thread and waits for its value; rethrows what it throws.
  template <typename Task>
  auto run(Task task) {
    // Shared: the waiting thread may be gone from here while the other one still leaves the task.
    const auto packaged = std::make_shared<std::packaged_task<decltype(task())()>>(std::move(task));
    auto future = packaged->get_future();
    post([packaged] { (*packaged)(); });
    return future.get();
  }

 private:
  void work();

  std::mutex m_mutex;  // guards the two below
  std::deque<std::function<void()>> m_tasks;
  bool m_ending = false;
  std::condition_variable m_wake;
  std::thread m_thread;
};

}  // namespace pentimento
