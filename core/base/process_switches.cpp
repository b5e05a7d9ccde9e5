#include "core/base/process_switches.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <set>

#if defined(__linux__)
#include <sched.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#endif

namespace pentimento {
namespace {

// Set in the program's second life, so that there is no third.
constexpr const char* kDone = "PENTIMENTO_SWITCHES";
constexpr const char* kHugePages = "glibc.malloc.hugetlb";

int coresOfProcess() {
  std::set<std::string> cores;  // by the list of hyper-threads of each
#if defined(__linux__)
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 0;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(cpu) +
                       "/topology/thread_siblings_list");
    std::string siblings;
    if (std::getline(file, siblings)) cores.insert(siblings);
  }
#endif
  return static_cast<int>(cores.size());
}

}  // namespace

CpuFeatures cpuFeatures() {
  CpuFeatures features;
  features.cores = coresOfProcess();
#if defined(__x86_64__)
  features.avx2 = __builtin_cpu_supports("avx2");
  features.avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  features.avx512Bf16 = features.avx512 && __builtin_cpu_supports("avx512bf16");
#endif
  return features;
}

std::optional<std::string> readEnvironment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

std::vector<EnvironmentChange> wantedEnvironment(const CpuFeatures& cpu,
                                                 const ReadEnvironment& read) {
  std::vector<EnvironmentChange> changes;
  if (read("PENTIMENTO_KEEP_ENV").value_or("") == "1") return changes;
  const auto setIfAbsent = [&](const char* name, const char* value) {
    if (!read(name)) changes.emplace_back(name, value);
  };
  if (cpu.avx512) {
    const std::string core = read("OPENBLAS_CORETYPE").value_or("");
    if (core == "Haswell" || core == "Zen") changes.emplace_back("OPENBLAS_CORETYPE", std::nullopt);
    setIfAbsent("ATEN_CPU_CAPABILITY", "avx512");
  }
  // Left alone, libtorch counts one core on some virtual machines, however many there are.
  if (cpu.cores > 0) setIfAbsent("OMP_NUM_THREADS", std::to_string(cpu.cores).c_str());
  // Waiting threads sleep instead of spinning: a desktop has other work to do.
  setIfAbsent("OMP_WAIT_POLICY", "passive");
  // Large buffers on huge pages: faulting in small ones costs up to a third of a step.
  const std::string tunables = read("GLIBC_TUNABLES").value_or("");
  if (tunables.find(kHugePages) == std::string::npos)
    changes.emplace_back("GLIBC_TUNABLES",
                         (tunables.empty() ? "" : tunables + ":") + std::string(kHugePages) + "=1");
  return changes;
}

void applyProcessSwitches(char** argv) noexcept try {
  if (readEnvironment(kDone)) {
    unsetenv(kDone);  // children decide for themselves
    return;
  }
  const auto changes = wantedEnvironment(cpuFeatures());
  if (changes.empty()) return;
  for (const auto& [name, value] : changes) {
    if (value)
      setenv(name.c_str(), value->c_str(), 1);
    else
      unsetenv(name.c_str());
  }
  setenv(kDone, "1", 1);
  execv("/proc/self/exe", argv);
  unsetenv(kDone);
} catch (...) {
  // Out of memory this early: go on as we are.
}

void limitMemory() noexcept {
#if defined(__linux__)
  struct sysinfo machine {};
  rlimit limit{};
  if (sysinfo(&machine) != 0 || getrlimit(RLIMIT_DATA, &limit) != 0) return;
  const rlim_t all = (rlim_t{machine.totalram} + machine.totalswap) * machine.mem_unit;
  if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur <= all) return;
  limit.rlim_cur = all;
  setrlimit(RLIMIT_DATA, &limit);
#endif
}

}  // namespace pentimento
