#include "core/pipelines/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/pipelines/bench_models.h"
#include "core/pipelines/bench_timing.h"
#include "core/tensor/cancellation.h"
#include "core/tensor/memory_reuse.h"
#include "core/tensor/state_dict.h"
#include "core/tensor/torch_errors.h"
#include "core/tensor/version.h"
#include "core/weights/open_tensors.h"
#include "core/weights/safetensors_file.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

constexpr double kGigabyte = 1e9;

/// The most memory that the process has had since this was made. Where the system cannot forget
/// earlier peaks: since the process began.
class PeakMemory {
 public:
  PeakMemory() {
    returnFreedMemory();
    std::ofstream("/proc/self/clear_refs") << "5";
  }

  [[nodiscard]] double gigabytes() const {
    std::ifstream status("/proc/self/status");
    constexpr std::string_view kKey = "VmHWM:";
    for (std::string line; std::getline(status, line);)
      if (line.starts_with(kKey)) {
        const size_t digits = std::min(line.find_first_of("0123456789"), line.size());
        uint64_t kibibytes = 0;
        std::from_chars(line.data() + digits, line.data() + line.size(), kibibytes);
        return static_cast<double>(kibibytes) * 1024 / kGigabyte;
      }
    return 0;
  }
};

/// A file that goes when this does.
struct TemporaryFile {
  fs::path path;
  ~TemporaryFile() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
};

/// Waits for the device, so that what was asked for is also done.
torch::Tensor finished(const torch::Tensor& result) {
  return result.to(torch::kCPU, torch::kFloat32);
}

double gigabytesOf(const torch::nn::Module& network) {
  double bytes = 0;
  for (const torch::Tensor& weights : network.parameters())
    bytes += static_cast<double>(weights.nbytes());
  return bytes / kGigabyte;
}

using Networks = std::vector<std::shared_ptr<torch::nn::Module>>;

Networks load(std::span<const BenchStage> stages, const fs::path& file, const Placement& placement,
              const RunContext& run) {
  const PlacementScope scope(placement);
  const auto source = openTensors(file, run);
  Networks networks;
  for (const BenchStage& stage : stages) {
    if (!stage.make) {
      networks.push_back(networks.back());
      continue;
    }
    networks.push_back(stage.make());
    loadStateDict(*networks.back(), *withoutPrefix(source, stage.name + "."), {.run = &run});
    networks.back()->eval();
  }
  return networks;
}

class Measuring {
 public:
  Measuring(const BenchOptions& options, const RunContext& run) : m_options(options), m_run(run) {}

  /// Loads the weights of some stages, measures those and lets go.
  /// @return the most that one of them had in memory beside the weights, in gigabytes
  double measure(std::span<const BenchStage> stages, const fs::path& file,
                 const Placement& placement, std::span<const int> sizes, BenchRun& result) {
    const c10::InferenceMode inference;
    BenchRow loading{.stage =
                         stages.size() == 1 ? "load: " + stages.front().name : std::string("load")};
    double held = 0, beside = 0;
    {
      const PeakMemory peak;
      Networks networks;
      loading.time = timed([&] { networks = load(stages, file, placement, m_run); });
      loading.peakGigabytes = peak.gigabytes();
      for (const auto& network : std::set(networks.begin(), networks.end()))
        held += gigabytesOf(*network);
      result.weightsGigabytes += held;
      constexpr std::array kNoSize{0};
      for (size_t i = 0; i < stages.size(); ++i)
        for (const int size : stages[i].sized ? sizes : kNoSize) {
          result.rows.push_back(measured(stages[i], *networks[i], placement, size));
          beside = std::max(beside, result.rows.back().peakGigabytes - held);
        }
    }
    loading.cancel = cancelled(
        loading.time, [&](const RunContext& own) { (void)load(stages, file, placement, own); });
    result.rows.push_back(loading);
    return beside;
  }

 private:
  BenchRow measured(const BenchStage& stage, torch::nn::Module& network, const Placement& placement,
                    int size) {
    torch::manual_seed(1);  // the same numbers in every format
    const auto once = [work = stage.prepare(network, placement, size)] { return finished(work()); };
    m_run.report({.stage = stage.name});
    BenchRow row{.stage = stage.name, .size = size};
    const PeakMemory peak;
    row.error = errorOf(once(), placement, {stage.name, size});
    row.time = fastest(m_options.steps, [&] { (void)once(); });
    row.peakGigabytes = peak.gigabytes();
    if (m_options.neighbours > 0)
      row.slowdown =
          secondsAmongNeighbours(m_options.neighbours, m_options.steps, [&] { (void)once(); }) /
          row.time.wall;
    row.cancel = cancelled(row.time, [&](const RunContext&) { (void)once(); });
    return row;
  }

  std::optional<Duration> cancelled(const Duration& time,
                                    const std::function<void(const RunContext&)>& work) {
    if (m_options.cancels == 0) return std::nullopt;
    return longestCancel(m_options.cancels, time.wall, m_run, work);
  }

  std::optional<double> errorOf(const torch::Tensor& answer, const Placement& placement,
                                const std::pair<std::string, int>& question) {
    if (placement.dtype == torch::kFloat32) {
      m_exact[question] = answer;
      return std::nullopt;
    }
    const auto exact = m_exact.find(question);
    if (exact == m_exact.end()) return std::nullopt;
    return ((answer - exact->second).norm() / exact->second.norm()).item<double>();
  }

  const BenchOptions& m_options;
  const RunContext& m_run;
  std::map<std::pair<std::string, int>, torch::Tensor> m_exact;  // what float32 answered
};

std::vector<int> sizesFor(const BenchSubject& subject, const BenchOptions& options) {
  for (const int size : options.sizes)
    if (size < subject.multiple || size % subject.multiple != 0)
      throw Error(ErrorKind::InvalidInput,
                  "{} makes pictures with sides of multiples of {}, not {}", subject.title,
                  subject.multiple, size);
  return options.sizes.empty() ? subject.sizes : options.sizes;
}

BenchReport benchUntranslated(const BenchOptions& options, const RunContext& run) {
  const BenchSubject subject = benchSubject(options.model);
  const std::vector<int> sizes = sizesFor(subject, options);
  const std::span<const BenchStage> stages(subject.stages);
  BenchReport report{
      .model = subject.title, .threads = torch::get_num_threads(), .torch = torchVersion()};
  std::vector<Placement> placements;
  for (const PrecisionPreference precision : options.precisions) {
    placements.push_back(choosePlacement(options.device, precision));
    report.runs.push_back({.placement = toString(placements.back())});
  }
  const fs::path folder = options.folder.empty() ? fs::temp_directory_path() : options.folder;
  const CancellationScope cancellation(run.stop);
  Measuring measuring(options, run);
  std::vector<double> beside(placements.size());
  const size_t group = subject.together ? stages.size() : 1;
  for (size_t first = 0; first < stages.size(); first += group) {
    const auto some = stages.subspan(first, group);
    const TemporaryFile file{
        folder / fmt::format("pentimento-bench-{}.safetensors",
                             std::chrono::steady_clock::now().time_since_epoch().count())};
    writeSafetensors(file.path, BenchWeights(some), {}, run);
    for (size_t k = 0; k < placements.size(); ++k)
      beside[k] = std::max(
          beside[k], measuring.measure(some, file.path, placements[k], sizes, report.runs[k]));
  }
  for (size_t k = 0; k < placements.size(); ++k)
    report.runs[k].neededGigabytes = report.runs[k].weightsGigabytes + beside[k];
  return report;
}

}  // namespace

BenchReport bench(const BenchOptions& options, const RunContext& run) {
  return translateTorchErrors([&] { return benchUntranslated(options, run); });
}

}  // namespace pentimento
