/// Clocks of the benchmark.
#pragma once

#include <functional>

#include "core/api/bench_report.h"
#include "core/api/run_context.h"

namespace pentimento {

using BenchWork = std::function<void()>;

[[nodiscard]] Duration timed(const BenchWork& work);

/// The fastest of several: what the machine can do when nobody disturbs it.
[[nodiscard]] Duration fastest(int times, const BenchWork& work);

/// Seconds of the wall clock, the mean of several, while so many others keep a core busy each.
[[nodiscard]] double secondsAmongNeighbours(int neighbours, int times, const BenchWork& work);

/// The longest times from the wish to stop until `work` had stopped, each for itself, of `times`
/// wishes spread evenly over the time that the work takes. @param seconds that it takes when left
/// alone
/// @throws Cancelled when `run` itself is to stop
[[nodiscard]] Duration longestCancel(int times, double seconds, const RunContext& run,
                                     const std::function<void(const RunContext&)>& work);

}  // namespace pentimento
