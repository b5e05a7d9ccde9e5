#include "core/base/process_switches.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <thread>

namespace pentimento {
namespace {

using Variables = std::map<std::string, std::string>;

std::map<std::string, std::optional<std::string>> changes(const CpuFeatures& cpu,
                                                          const Variables& variables) {
  const auto list = wantedEnvironment(cpu, [&](const std::string& name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
  return {list.begin(), list.end()};
}

constexpr CpuFeatures kOld{true, false, false, 0}, kNew{true, true, true, 0};

TEST(BaseProcessSwitches, AreSetWhereNothingIs) {
  const auto wanted = changes(kNew, {});
  EXPECT_EQ(wanted.at("ATEN_CPU_CAPABILITY"), "avx512");
  EXPECT_EQ(wanted.at("OMP_WAIT_POLICY"), "passive");
  EXPECT_EQ(wanted.at("GLIBC_TUNABLES"), "glibc.malloc.hugetlb=1");
  EXPECT_FALSE(wanted.contains("OPENBLAS_CORETYPE"));
  EXPECT_FALSE(changes(kOld, {}).contains("ATEN_CPU_CAPABILITY"));
}

TEST(BaseProcessSwitches, OneThreadACore) {
  CpuFeatures cpu = kNew;
  cpu.cores = 6;
  EXPECT_EQ(changes(cpu, {}).at("OMP_NUM_THREADS"), "6");
  EXPECT_FALSE(changes(cpu, {{"OMP_NUM_THREADS", "2"}}).contains("OMP_NUM_THREADS"));
  EXPECT_FALSE(changes(kNew, {}).contains("OMP_NUM_THREADS")) << "their number is unknown";
}

TEST(BaseProcessSwitches, CountsTheCoresItMayRunOn) {
  const int cores = cpuFeatures().cores;
  EXPECT_GE(cores, 0);
  EXPECT_LE(cores, static_cast<int>(std::thread::hardware_concurrency()));
  if (std::filesystem::exists("/sys/devices/system/cpu/cpu0/topology/thread_siblings_list"))
    EXPECT_GE(cores, 1);
}

TEST(BaseProcessSwitches, LeaveWhatAPersonChose) {
  const Variables chosen{{"ATEN_CPU_CAPABILITY", "default"},
                         {"OMP_WAIT_POLICY", "active"},
                         {"GLIBC_TUNABLES", "glibc.malloc.hugetlb=0"},
                         {"OPENBLAS_CORETYPE", "Cooperlake"}};
  EXPECT_TRUE(changes(kNew, chosen).empty());
}

TEST(BaseProcessSwitches, DropACoreTypeThatHidesTheProcessor) {
  EXPECT_EQ(changes(kNew, {{"OPENBLAS_CORETYPE", "Haswell"}}).at("OPENBLAS_CORETYPE"),
            std::nullopt);
  EXPECT_FALSE(changes(kOld, {{"OPENBLAS_CORETYPE", "Haswell"}}).contains("OPENBLAS_CORETYPE"));
}

TEST(BaseProcessSwitches, AddToOtherTunables) {
  EXPECT_EQ(changes(kOld, {{"GLIBC_TUNABLES", "glibc.malloc.check=1"}}).at("GLIBC_TUNABLES"),
            "glibc.malloc.check=1:glibc.malloc.hugetlb=1");
}

TEST(BaseProcessSwitches, CanBeForbidden) {
  EXPECT_TRUE(
      changes(kNew, {{"PENTIMENTO_KEEP_ENV", "1"}, {"OPENBLAS_CORETYPE", "Haswell"}}).empty());
}

TEST(BaseProcessSwitches, AreStableOnceSet) {
  Variables variables{{"OPENBLAS_CORETYPE", "Haswell"}};
  for (const auto& [name, value] : changes(kNew, variables)) {
    if (value)
      variables[name] = *value;
    else
      variables.erase(name);
  }
  EXPECT_TRUE(changes(kNew, variables).empty());
}

// In a child: the limit stays until a process ends.
[[noreturn]] void exitWithWhetherTooMuchIsRefused() {
  limitMemory();
  void* const small = std::malloc(size_t{1} << 20);
  void* const large = std::malloc(size_t{1} << 44);
  const bool refused = small && !large;
  std::free(small);
  std::free(large);
  std::exit(refused ? 0 : 1);
}

TEST(BaseProcessSwitches, MemoryThatTheMachineLacksIsRefused) {
#ifdef PENTIMENTO_SANITIZED
  GTEST_SKIP() << "the address sanitizer reserves more memory for itself than any machine has";
#endif
  EXPECT_EXIT(exitWithWhetherTooMuchIsRefused(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace pentimento
