/// The environment that the mathematics libraries under us run best in. They read it when they are
/// loaded, so a program that wants it starts itself again.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pentimento {

struct CpuFeatures {
  bool avx2 = false;
  bool avx512 = false;      ///< foundation, byte/word, doubleword/quadword and vector-length parts
  bool avx512Bf16 = false;  ///< bfloat16 dot products
  int cores = 0;  ///< that this process may run on, hyper-threads not counted; 0 = unknown
};
[[nodiscard]] CpuFeatures cpuFeatures();

/// One variable: its value, or nothing when it should be absent.
using EnvironmentChange = std::pair<std::string, std::optional<std::string>>;
using ReadEnvironment = std::function<std::optional<std::string>(const std::string& name)>;
[[nodiscard]] std::optional<std::string> readEnvironment(const std::string& name);

/// What should change, given what is set. What a person has chosen stays, with one exception: an
/// exported OPENBLAS_CORETYPE that hides AVX-512 halves the speed of matrix products and is
/// dropped. PENTIMENTO_KEEP_ENV=1 forbids every change. Whoever starts an engine passes these on,
/// so that it need not start twice.
[[nodiscard]] std::vector<EnvironmentChange> wantedEnvironment(
    const CpuFeatures& cpu, const ReadEnvironment& read = readEnvironment);

/// Starts the program again in the wanted environment, unless it is in it. Returns when nothing had
/// to change or the system refused. Call first in `main`, before any thread exists.
void applyProcessSwitches(char** argv) noexcept;

/// Lets allocations beyond all memory and swap of the machine fail, where the system would promise
/// them and end the process when they are used: so that running out is an error that is told. A
/// tighter limit stays. Does nothing where systems do not know the limit.
void limitMemory() noexcept;

}  // namespace pentimento
