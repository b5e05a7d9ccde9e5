#include "core/base/task_thread.h"

namespace pentimento {

TaskThread::TaskThread() : m_thread([this] { work(); }) {}

TaskThread::~TaskThread() {
  {
    const std::lock_guard lock(m_mutex);
    m_ending = true;
  }
  m_wake.notify_one();
  m_thread.join();
}

void TaskThread::post(std::function<void()> task) {
  {
    const std::lock_guard lock(m_mutex);
    m_tasks.push_back(std::move(task));
  }
  m_wake.notify_one();
}

void TaskThread::work() {
  std::unique_lock lock(m_mutex);
  while (true) {
    m_wake.wait(lock, [this] { return m_ending || !m_tasks.empty(); });
    if (m_tasks.empty()) return;
    std::function<void()> task = std::move(m_tasks.front());
    m_tasks.pop_front();
    lock.unlock();
    try {
      task();
    } catch (...) {  // documented as lost; a thread must not end the program
    }
    task = nullptr;
    lock.lock();
  }
}

}  // namespace pentimento
