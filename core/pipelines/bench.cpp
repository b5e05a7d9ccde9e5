#include "core/pipelines/bench.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <ctime>

#include "core/networks/load_network.h"
#include "core/pipelines/bench_weights.h"
#include "core/tensor/torch_errors.h"
#include "core/tensor/version.h"
#include "core/weights/open_tensors.h"
#include "core/weights/safetensors_file.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

double processorSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

template <typename Function>
Duration timed(Function&& function) {
  const auto wall = std::chrono::steady_clock::now();
  const double processor = processorSeconds();
  function();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(),
          processorSeconds() - processor};
}

/// The fastest of several: what the machine can do when nobody disturbs it.
template <typename Function>
Duration fastest(int times, Function&& function) {
  Duration best = timed(function);
  for (int i = 1; i < times; ++i) {
    const Duration again = timed(function);
    if (again.processor < best.processor) best = again;
  }
  return best;
}

double peakGigabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / (1 << 20);
}

/// A file that goes when this does.
struct TemporaryFile {
  fs::path path;
  ~TemporaryFile() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
};

struct BenchNetworks {
  nn::Unet unet{nullptr};
  nn::KlAutoencoder autoencoder{nullptr};
  nn::ClipTextEncoder text{nullptr};
};

BenchNetworks load(const fs::path& file, const Placement& placement, const RunContext& run) {
  const BenchModel model;
  const auto source = openTensors(file, run);
  const LoadOptions options{.run = &run};
  return {
      nn::loadNetwork<nn::Unet>(model.unet, *withoutPrefix(source, kBenchUnet), placement, options),
      nn::loadNetwork<nn::KlAutoencoder>(
          model.autoencoder, *withoutPrefix(source, kBenchAutoencoder), placement, options),
      nn::loadNetwork<nn::ClipTextEncoder>(model.text, *withoutPrefix(source, kBenchText),
                                           placement, options)};
}

/// Waits for the device, so that what was asked for is also done.
void finish(const torch::Tensor& result) {
  (void)result.flatten()[0].to(torch::kCPU).item<float>();
}

BenchRun measure(const fs::path& file, const Placement& placement, const BenchOptions& options,
                 const RunContext& run) {
  const c10::InferenceMode inference;
  BenchRun result{.placement = toString(placement)};
  BenchNetworks networks;
  result.load = timed([&] { networks = load(file, placement, run); });

  const auto ids =
      torch::zeros({2, 77}, torch::TensorOptions(torch::kInt64).device(placement.device));
  torch::Tensor context;
  result.text = fastest(2, [&] { finish(context = networks.text->forward(ids).last); });
  for (const int size : options.sizes) {
    const int64_t side = size / networks.autoencoder->config().downscale();
    const auto latents = torch::randn({2, 4, side, side}).to(placement.options());
    const auto time = torch::full({1}, 500.0F, torch::kFloat32);
    const auto step = [&] {
      run.check();
      finish(networks.unet->forward(latents, time, {context, {}, {}, {}}));
    };
    step();
    BenchRow row{.size = size};
    row.step = fastest(options.steps, step);
    row.decode = fastest(1, [&] {
      run.check();
      finish(networks.autoencoder->decode(latents.slice(0, 0, 1)));
    });
    result.rows.push_back(row);
  }
  result.peakGigabytes = peakGigabytes();
  return result;
}

}  // namespace

BenchReport bench(const BenchOptions& options, const RunContext& run) {
  return translateTorchErrors([&] {
    const fs::path folder = options.folder.empty() ? fs::temp_directory_path() : options.folder;
    const TemporaryFile file{
        folder / fmt::format("pentimento-bench-{}.safetensors",
                             std::chrono::steady_clock::now().time_since_epoch().count())};
    writeSafetensors(file.path, BenchWeights(BenchModel{}), {}, run);
    BenchReport report{.threads = torch::get_num_threads(), .torch = torchVersion()};
    for (const PrecisionPreference precision : options.precisions)
      report.runs.push_back(
          measure(file.path, choosePlacement(options.device, precision), options, run));
    return report;
  });
}

}  // namespace pentimento
