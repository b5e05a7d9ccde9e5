#include "app/cli/doctor_report.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "core/base/process_switches.h"
#include "core/weights/model_folders.h"

namespace pentimento::cli {
namespace {

namespace fs = std::filesystem;

/// The value of the first line "key : value" of a file below /proc.
std::string procValue(const char* file, std::string_view key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(key)) continue;
    const size_t begin = line.find_first_not_of(" \t:", key.size());
    return begin == std::string::npos ? "" : line.substr(begin);
  }
  return "";
}

/// Files mapped into this process whose name contains one of `words`.
std::set<std::string> loadedLibraries(std::initializer_list<std::string_view> words) {
  std::set<std::string> found;
  std::ifstream in("/proc/self/maps");
  for (std::string line; std::getline(in, line);) {
    const size_t path = line.find('/');
    if (path == std::string::npos) continue;
    const std::string file = line.substr(path);
    const std::string name = fs::path(file).filename();
    for (const std::string_view word : words)
      if (name.find(word) != std::string::npos) found.insert(file);
  }
  return found;
}

Finding processor() {
  const CpuFeatures cpu = cpuFeatures();
  Finding finding{"processor",
                  fmt::format("{}, {} threads; AVX2 {}, AVX-512 {}, bfloat16 {}",
                              procValue("/proc/cpuinfo", "model name"),
                              std::thread::hardware_concurrency(), cpu.avx2 ? "yes" : "no",
                              cpu.avx512 ? "yes" : "no", cpu.avx512Bf16 ? "yes" : "no"),
                  ""};
  if (!cpu.avx2)
    finding.advice = "without AVX2 a picture takes many times longer: use another machine or a GPU";
  return finding;
}

Finding environment() {
  std::string names;
  for (const auto& [name, value] : wantedEnvironment(cpuFeatures()))
    names += (names.empty() ? "" : ", ") + name + (value ? "=" + *value : " unset");
  if (names.empty()) return {"switches", "all set", ""};
  return {"switches", "not as they should be",
          "the program could not set them itself; start it with " + names};
}

using Sgemm = void (*)(const char*, const char*, const int*, const int*, const int*, const float*,
                       const float*, const int*, const float*, const int*, const float*, float*,
                       const int*);

/// Of single-precision products with all threads the library uses; 0 when there is no BLAS.
double measureGflops() {
  const auto sgemm = reinterpret_cast<Sgemm>(dlsym(RTLD_DEFAULT, "sgemm_"));
  if (!sgemm) return 0;
  constexpr int n = 768;
  std::vector<float> a(size_t{n} * n, 0.5f), b(a), c(a);
  const float one = 1, zero = 0;
  const auto multiply = [&] {
    sgemm("N", "N", &n, &n, &n, &one, a.data(), &n, b.data(), &n, &zero, c.data(), &n);
  };
  multiply();  // the first product starts the threads
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  int products = 0;
  std::chrono::duration<double> taken{};
  do {
    multiply();
    ++products;
    taken = Clock::now() - begin;
  } while (taken.count() < 0.5);
  return 2.0 * n * n * n * products / taken.count() / 1e9;
}

Finding blas() {
  std::string files;
  for (const std::string& file : loadedLibraries({"blas", "mkl_", "libblis", "Accelerate"}))
    if (file.find("cublas") == std::string::npos)  // that of GPUs
      files += (files.empty() ? "" : ", ") + file;
  const double gflops = measureGflops();
  if (gflops == 0) return {"BLAS", files.empty() ? "none loaded" : files, ""};
  Finding finding{"BLAS", fmt::format("{}, {:.0f} GFLOP/s measured", files, gflops), ""};
  // The reference implementation reaches 2 to 6 per core, optimised ones 30 and more.
  if (gflops < 15.0 * std::max(1u, std::thread::hardware_concurrency() / 2))
    finding.advice =
        "matrix products are slow: install libopenblas0-pthread and close programs that compute";
  return finding;
}

Finding torchLibrary() {
  const auto files = loadedLibraries({"libtorch_cpu", "libtorch_cuda"});
  std::string names;
  for (const std::string& file : files) names += (names.empty() ? "" : ", ") + file;
  return {"libtorch", names.empty() ? "not in this program" : names, ""};
}

/// A function of the driver's own library, whose interface never changes; null when it has none.
template <typename Function>
Function* driverFunction(const char* name) {
  static void* const library = dlopen("libcuda.so.1", RTLD_NOW);
  return library ? reinterpret_cast<Function*>(dlsym(library, name)) : nullptr;
}

/// "NVIDIA A10, 22.5 GiB, ..."; empty where the driver finds no GPU.
std::string namesOfGpus() {
  const auto count = driverFunction<int(int*)>("cuDeviceGetCount");
  const auto get = driverFunction<int(int*, int)>("cuDeviceGet");
  const auto nameOf = driverFunction<int(char*, int, int)>("cuDeviceGetName");
  const auto memoryOf = driverFunction<int(size_t*, int)>("cuDeviceTotalMem_v2");
  int gpus = 0;
  if (!count || !get || !nameOf || !memoryOf || count(&gpus) != 0) return "";
  std::string names;
  for (int i = 0; i < gpus; ++i) {
    int gpu = 0;
    char name[128] = "";
    size_t bytes = 0;
    if (get(&gpu, i) != 0 || nameOf(name, sizeof name, gpu) != 0 || memoryOf(&bytes, gpu) != 0)
      continue;
    names += fmt::format("{}{}, {:.1f} GiB", names.empty() ? "" : "; ", name,
                         static_cast<double>(bytes) / (1 << 30));
  }
  return names;
}

Finding graphics() {
  const auto start = driverFunction<int(unsigned)>("cuInit");
  if (!start) return {"GPU", "no NVIDIA driver is installed; the CPU is used", ""};
  const int code = start(0);
  const std::string names = code == 0 ? namesOfGpus() : "";
  if (names.empty()) {
    constexpr int kNoDevice = 100;
    return {
        "GPU", "the NVIDIA driver finds no GPU; the CPU is used",
        code == 0 || code == kNoDevice
            ? ""
            : fmt::format("the driver cannot be started (CUDA error {}): after an update of the "
                          "driver start the machine again",
                          code)};
  }
  Finding finding{"GPU", names, ""};
  if (loadedLibraries({"libtorch_cuda"}).empty())
    finding.advice =
        "this libtorch cannot use it: build with an official CUDA libtorch "
        "(packaging/run --libtorch DIR)";
  return finding;
}

Finding memory() {
  const std::string available = procValue("/proc/meminfo", "MemAvailable");
  uint64_t kibibytes = 0;
  std::from_chars(available.data(), available.data() + available.size(), kibibytes);
  const double gib = static_cast<double>(kibibytes) / 1048576;
  Finding finding{"free memory", fmt::format("{:.1f} GiB", gib), ""};
  if (gib < 4) finding.advice = "models of 512 pixels need about 4 GiB: close other programs";
  return finding;
}

Finding modelFolders() {
  const ModelFolders folders = ModelFolders::ofUser();
  std::string names;
  for (const fs::path& folder : folders.folders(AssetKind::Model)) {
    std::error_code failed;
    names += (names.empty() ? "" : ", ") + folder.string() +
             (fs::is_directory(folder, failed) ? "" : " (not there)");
  }
  const size_t count = folders.list(AssetKind::Model).size();
  return {"models", fmt::format("{} in {}", count, names.empty() ? "no folder" : names),
          count == 0 ? "set PENTIMENTO_MODELS to the folder that holds your checkpoints; the "
                       "built-in model needs none"
                     : ""};
}

}  // namespace

std::vector<Finding> examineMachine() {
  return {processor(), environment(), blas(), torchLibrary(), graphics(), memory(), modelFolders()};
}

}  // namespace pentimento::cli
