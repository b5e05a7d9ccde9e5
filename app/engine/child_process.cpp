#include "app/engine/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/base/error.h"

namespace pentimento {
namespace {

constexpr size_t kTail = 2000;  // of standard error
/// A program that never stops talking must not keep us from looking at anything else.
constexpr size_t kMostAtOnce = 16u << 20;

void closeAll(std::initializer_list<int> descriptors) {
  for (const int descriptor : descriptors)
    if (descriptor >= 0) ::close(descriptor);
}

[[noreturn]] void failToStart(const std::string& program, int reason) {
  throw Error(reason == ENOENT ? ErrorKind::NotFound : ErrorKind::Io,
              "the engine {} cannot be started ({}): check the engine command in the settings",
              program, std::strerror(reason));
}

/// In the child, between fork and exec: only what is allowed there.
[[noreturn]] void become(char* const* arguments, const std::array<int, 3>& streams, int report,
                         pid_t parent) {
  for (int target = 0; target < 3; ++target) ::dup2(streams[target], target);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // the parent died before the line above
  ::execvp(arguments[0], arguments);
  const int reason = errno;
  (void)!::write(report, &reason, sizeof reason);
  ::_exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
  if (command.empty()) throw Error(ErrorKind::InvalidInput, "the engine command is empty");
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);

  // A socket for its input, since writing to a socket can be told not to raise SIGPIPE.
  int input[2]{-1, -1}, output[2]{-1, -1}, errors[2]{-1, -1}, report[2]{-1, -1};
  const bool made = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input) == 0 &&
                    ::pipe2(output, O_CLOEXEC) == 0 && ::pipe2(errors, O_CLOEXEC) == 0 &&
                    ::pipe2(report, O_CLOEXEC) == 0;
  const pid_t parent = ::getpid();
  m_pid = made ? ::fork() : -1;
  if (m_pid == 0) become(arguments.data(), {input[1], output[1], errors[1]}, report[1], parent);
  const int failure = errno;
  closeAll({input[1], output[1], errors[1], report[1]});
  int reason = 0;
  if (m_pid < 0 || ::read(report[0], &reason, sizeof reason) == sizeof reason) {
    closeAll({input[0], output[0], errors[0], report[0]});
    if (m_pid > 0) ::waitpid(m_pid, nullptr, 0);
    failToStart(command[0], m_pid < 0 ? failure : reason);
  }
  ::close(report[0]);
  m_input = input[0], m_output = output[0], m_errors = errors[0];
  for (const int descriptor : {m_input, m_output, m_errors})
    ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
}

ChildProcess::~ChildProcess() {
  if (m_pid > 0) ::kill(m_pid, SIGKILL);
  reap();
  closeAll({m_input, m_output, m_errors});
}

std::string ChildProcess::exchange(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::string received;
  while (!m_ended && received.empty()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() < 0) break;
    pollfd events[3] = {{m_output, POLLIN, 0},
                        {m_errors, POLLIN, 0},
                        {m_sent == m_outgoing.size() ? -1 : m_input, POLLOUT, 0}};
    if (::poll(events, 3, static_cast<int>(left.count())) <= 0) break;
    if (events[1].revents) receiveErrors();
    if (events[2].revents) send();
    if (!events[0].revents) continue;
    std::array<char, 1 << 16> buffer;
    ssize_t count = 0;
    while (received.size() < kMostAtOnce &&
           (count = ::read(m_output, buffer.data(), buffer.size())) > 0)
      received.append(buffer.data(), static_cast<size_t>(count));
    if (received.size() >= kMostAtOnce) break;
    m_ended = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
  }
  if (m_ended) receiveErrors();
  return received;
}

void ChildProcess::send() {
  const ssize_t count =
      ::send(m_input, m_outgoing.data() + m_sent, m_outgoing.size() - m_sent, MSG_NOSIGNAL);
  if (count > 0)
    m_sent += static_cast<size_t>(count);
  else if (errno != EAGAIN && errno != EINTR)
    m_sent = m_outgoing.size();  // nobody reads any more; its output will close, too
  // Once and not after each send: pictures are hundreds of megabytes, a send is a fifth of one.
  if (m_sent < m_outgoing.size()) return;
  m_outgoing.clear();
  m_sent = 0;
}

void ChildProcess::receiveErrors() {
  std::array<char, 4096> buffer;
  ssize_t count = 0;
  size_t received = 0;
  while (m_errors >= 0 && received < kMostAtOnce &&
         (count = ::read(m_errors, buffer.data(), buffer.size())) > 0) {
    received += static_cast<size_t>(count);
    m_errorTail.append(buffer.data(), static_cast<size_t>(count));
  }
  if (count == 0 && m_errors >= 0) {
    ::close(m_errors);
    m_errors = -1;
  }
  if (m_errorTail.size() > kTail) m_errorTail.erase(0, m_errorTail.size() - kTail);
}

void ChildProcess::reap() {
  if (m_pid > 0) ::waitpid(m_pid, &m_status, 0);
  m_pid = -1;
}

std::string ChildProcess::reasonOfEnd() {
  if (m_pid > 0) ::kill(m_pid, SIGKILL);  // no effect if it is gone; else it closed its output
  reap();
  if (WIFSIGNALED(m_status))
    return fmt::format("signal {} ({})", WTERMSIG(m_status), ::strsignal(WTERMSIG(m_status)));
  return fmt::format("exit code {}", WEXITSTATUS(m_status));
}

}  // namespace pentimento
