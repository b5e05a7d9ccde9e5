/// What the benchmark measures, and how it is told.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/generation_request.h"
#include "core/base/json.h"

namespace pentimento {

/// What is measured: published models in their real sizes.
enum class BenchModel { StableDiffusion15, Karlo, Kandinsky22 };

[[nodiscard]] std::string_view wordFor(BenchModel model) noexcept;
/// @throws Error(InvalidInput) listing the words that are known
[[nodiscard]] BenchModel benchModelFromWord(std::string_view word);

struct BenchOptions {
  BenchModel model = BenchModel::StableDiffusion15;
  std::vector<int> sizes;  ///< side of the picture in pixels; empty = the model's own
  std::vector<PrecisionPreference> precisions{PrecisionPreference::Float32,
                                              PrecisionPreference::BFloat16};
  DevicePreference device = DevicePreference::Auto;
  int steps = 2;                 ///< measured per stage and size, after one that warms up
  int cancels = 4;               ///< of each stage, to see how soon it stops; 0 = not measured
  int neighbours = 0;            ///< threads that keep a core busy each; 0 = not measured
  std::filesystem::path folder;  ///< for weights, up to 3.7 GB, removed at the end; empty =
                                 ///< temporary
};

/// Seconds of the wall clock, and of all threads' processor time.
struct Duration {
  double wall = 0;
  double processor = 0;
};

/// One stage of making a picture, or the loading of its weights (from a file that the system has
/// just written, so usually from memory).
struct BenchRow {
  std::string stage;  ///< "guided step", "decode" ...
  int size = 0;       ///< side of the picture in pixels; 0 = does not matter
  Duration time{};
  double peakGigabytes = 0;  ///< of the process, during this stage
  /// From the wish to stop to the end, at worst.
  std::optional<Duration> cancel{};
  /// |x − x₃₂| / |x₃₂| for the stage's result x, where x₃₂ is that of float32 if it came before.
  std::optional<double> error{};
  /// Of the wall clock, among the neighbours.
  std::optional<double> slowdown{};
};

struct BenchRun {
  std::string placement;  ///< "cpu, bfloat16"
  std::vector<BenchRow> rows{};
  double weightsGigabytes = 0;  ///< of all stages
  /// What the whole model needs at once: all weights, and the most that any stage has beside its
  /// own.
  double neededGigabytes = 0;
};

struct BenchReport {
  std::string model;  ///< for people
  int threads = 0;
  std::string torch;
  std::vector<BenchRun> runs{};
};

[[nodiscard]] OrderedJson toJson(const BenchReport& report);
/// For a terminal; ends with a newline.
[[nodiscard]] std::string toTable(const BenchReport& report);

}  // namespace pentimento
