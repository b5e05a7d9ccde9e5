#include "app/cli/interrupts.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>

#include "app/cli/command_line.h"

namespace pentimento::cli {
namespace {

std::atomic<int> g_signals{0};
static_assert(std::atomic<int>::is_always_lock_free, "counted within a signal handler");

void watch(const std::stop_token& ending, std::stop_source stop) {
  using Clock = std::chrono::steady_clock;
  // `timeout` and shells send a signal to the program and to its group: that is one wish, not two.
  constexpr std::chrono::milliseconds kPause{50}, kOneWish{500};
  Clock::time_point asked;
  for (int seen = 0; !ending.stop_requested(); std::this_thread::sleep_for(kPause)) {
    const int count = g_signals;
    if (count == seen) continue;
    if (seen == 0)
      asked = Clock::now();
    else if (Clock::now() - asked > kOneWish)
      _exit(kExitInterrupted);
    seen = count;
    stop.request_stop();
  }
}

}  // namespace

// A handler, and not a mask with a thread that waits: libraries have started threads before main,
// which no mask of ours reaches, and the signal would end the program there.
Interrupts::Interrupts() {
  struct sigaction action {};
  action.sa_handler = [](int) { ++g_signals; };
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  m_watcher = std::jthread([stop = m_stop](const std::stop_token& ending) { watch(ending, stop); });
}

}  // namespace pentimento::cli
