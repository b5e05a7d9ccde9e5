#include "core/pipelines/bench_timing.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>
#include <vector>

#include "core/tensor/cancellation.h"

namespace pentimento {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double processorSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// From the wish, made after `delay` seconds, to the end of the work; 0 when it had ended before.
Duration cancelOnce(double delay, const RunContext& run,
                    const std::function<void(const RunContext&)>& work) {
  std::stop_source stop;
  const std::stop_callback outer(run.stop, [&stop] { stop.request_stop(); });
  Clock::time_point asked;
  double processorThen = 0;
  bool stopped = false;
  {
    const std::jthread asking([&] {
      std::this_thread::sleep_for(std::chrono::duration<double>(delay));
      processorThen = processorSeconds();
      asked = Clock::now();
      stop.request_stop();
    });
    try {
      const CancellationScope scope(stop.get_token());
      RunContext own;
      own.stop = stop.get_token();
      work(own);
    } catch (const Cancelled&) {
      stopped = true;
    }
    if (!stopped) return {};
  }
  return {secondsSince(asked), processorSeconds() - processorThen};
}

}  // namespace

Duration timed(const BenchWork& work) {
  const auto start = Clock::now();
  const double processor = processorSeconds();
  work();
  return {secondsSince(start), processorSeconds() - processor};
}

Duration fastest(int times, const BenchWork& work) {
  Duration best = timed(work);
  for (int i = 1; i < times; ++i) {
    const Duration again = timed(work);
    if (again.processor < best.processor) best = again;
  }
  return best;
}

double secondsAmongNeighbours(int neighbours, int times, const BenchWork& work) {
  std::vector<std::jthread> spinning;
  for (int i = 0; i < neighbours; ++i)
    spinning.emplace_back([](const std::stop_token& stop) {
      for (std::atomic<uint64_t> counter{0}; !stop.stop_requested();) ++counter;
    });
  const auto start = Clock::now();
  for (int i = 0; i < times; ++i) work();
  return secondsSince(start) / times;
}

Duration longestCancel(int times, double seconds, const RunContext& run,
                       const std::function<void(const RunContext&)>& work) {
  Duration longest;
  for (int i = 0; i < times; ++i) {
    const Duration once = cancelOnce(seconds * (i + 0.5) / times, run, work);
    longest = {std::max(longest.wall, once.wall), std::max(longest.processor, once.processor)};
    run.check();
  }
  return longest;
}

}  // namespace pentimento
