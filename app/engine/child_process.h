/// A program that we start, speak to through its standard streams, and never leave behind.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace pentimento {

/// Runs from the constructor on; the destructor kills it and waits for it. The kernel kills it when
/// the thread that started it ends, also by `kill -9` of the whole program.
/// Thread-safety: none; use it on one thread.
class ChildProcess {
 public:
  /// @param command program (looked up in PATH) and arguments
  /// @throws Error(NotFound) when there is no such program; Error(Io)
  explicit ChildProcess(const std::vector<std::string>& command);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Queues bytes for its standard input; `exchange` sends them.
  void write(std::string_view bytes) { m_outgoing.append(bytes); }
  /// Sends and receives until something was received or `patience` is over.
  /// @return what it wrote to its standard output; empty when nothing came or it ended
  [[nodiscard]] std::string exchange(std::chrono::milliseconds patience);

  [[nodiscard]] bool ended() const noexcept { return m_ended; }  ///< its output is closed
  /// Why it ended, for people: "signal 9 (Killed)". Waits for it. Call after `ended`.
  [[nodiscard]] std::string reasonOfEnd();
  /// The last lines of its standard error.
  [[nodiscard]] const std::string& errorTail() const noexcept { return m_errorTail; }
  [[nodiscard]] pid_t id() const noexcept { return m_pid; }

 private:
  void send();
  void receiveErrors();
  void reap();

  pid_t m_pid = -1;
  int m_input = -1, m_output = -1, m_errors = -1;  // our ends of its streams
  std::string m_outgoing;
  size_t m_sent = 0;  // of it
  std::string m_errorTail;
  bool m_ended = false;
  int m_status = 0;
};

}  // namespace pentimento
