/// How fast this machine runs published models, and in how much memory: real sizes, random weights.
#pragma once

#include "core/api/bench_report.h"
#include "core/api/run_context.h"

namespace pentimento {

/// @throws Error, Cancelled
[[nodiscard]] BenchReport bench(const BenchOptions& options, const RunContext& run = {});

}  // namespace pentimento
