/// What the benchmark measures, and how it is told.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/api/generation_request.h"
#include "core/base/json.h"

namespace pentimento {

struct BenchOptions {
  std::vector<int> sizes{256, 512};  ///< side of the picture in pixels
  std::vector<PrecisionPreference> precisions{PrecisionPreference::Float32,
                                              PrecisionPreference::BFloat16};
  DevicePreference device = DevicePreference::Auto;
  int steps = 2;                 ///< measured per size, after one that warms up
  std::filesystem::path folder;  ///< for the weights, 2.1 GB, removed at the end; empty = temporary
};

/// Seconds of the wall clock, and of all threads' processor time.
struct Duration {
  double wall = 0;
  double processor = 0;
};

struct BenchRow {
  int size = 0;
  Duration step{};  ///< guided: the network runs on two pictures at once
  Duration decode{};
};

struct BenchRun {
  std::string placement;  ///< "cpu, bfloat16"
  Duration load{};        ///< from a file that the system has just written, so usually from memory
  Duration text{};        ///< prompt and negative prompt
  std::vector<BenchRow> rows{};
  double peakGigabytes = 0;  ///< of the process so far: measure one precision for its own peak
};

struct BenchReport {
  int threads = 0;
  std::string torch;
  std::vector<BenchRun> runs{};
};

[[nodiscard]] OrderedJson toJson(const BenchReport& report);
/// For a terminal; ends with a newline.
[[nodiscard]] std::string toTable(const BenchReport& report);

}  // namespace pentimento
