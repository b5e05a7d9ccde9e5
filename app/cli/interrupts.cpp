#include "app/cli/interrupts.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "app/cli/command_line.h"

namespace pentimento::cli {
namespace {

void watch(const std::stop_token& ending, std::stop_source stop, const sigset_t& signals) {
  const timespec pause{0, 50'000'000};
  while (!ending.stop_requested()) {
    if (sigtimedwait(&signals, nullptr, &pause) < 0) continue;
    if (stop.stop_requested()) _exit(kExitInterrupted);
    stop.request_stop();
  }
}

}  // namespace

Interrupts::Interrupts() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  m_watcher = std::jthread(
      [stop = m_stop, signals](const std::stop_token& ending) { watch(ending, stop, signals); });
}

}  // namespace pentimento::cli
