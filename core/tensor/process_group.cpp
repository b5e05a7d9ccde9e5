#include "core/tensor/process_group.h"

#include <cstdlib>

#include "core/base/error.h"
#include "core/tensor/placement.h"

// libtorch has both built in, but their headers are often left to other packages: the build says
// which are there.
#ifdef PENTIMENTO_GLOO
#ifndef USE_C10D_GLOO
#define USE_C10D_GLOO  // guards the declarations; torch's own CMake does not say it
#endif
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef PENTIMENTO_NCCL
#ifndef USE_C10D_NCCL
#define USE_C10D_NCCL
#endif
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

namespace pentimento {
namespace {

class SingleProcess final : public ProcessGroup {
 public:
  [[nodiscard]] int rank() const override { return 0; }
  [[nodiscard]] int size() const override { return 1; }
  void average(torch::Tensor&) override {}
};

/// What torchrun tells a process of the others.
struct Meeting {
  int rank = 0, size = 1, port = 0;
  std::string host;
};

#ifdef PENTIMENTO_GLOO
class GlooProcess final : public ProcessGroup {
 public:
  GlooProcess(const Meeting& meeting, const c10::intrusive_ptr<c10d::Store>& store)
      : m_group(c10::make_intrusive<c10d::ProcessGroupGloo>(store, meeting.rank, meeting.size,
                                                            optionsFor(meeting.host))) {}
  [[nodiscard]] int rank() const override { return m_group->getRank(); }
  [[nodiscard]] int size() const override { return m_group->getSize(); }
  void average(torch::Tensor& tensor) override {
    // Gloo reduces in host memory; a GPU's gradients take the way through it once per step.
    torch::Tensor host = tensor.to(torch::kCPU);
    std::vector<torch::Tensor> tensors{host};
    m_group->allreduce(tensors)->wait();
    tensor.copy_(host.div_(size()));
  }

 private:
  static c10::intrusive_ptr<c10d::ProcessGroupGloo::Options> optionsFor(const std::string& host) {
    auto options = c10d::ProcessGroupGloo::Options::create();
    options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(host));
    return options;
  }

  c10::intrusive_ptr<c10d::ProcessGroupGloo> m_group;
};
#endif

#ifdef PENTIMENTO_NCCL
class NcclProcess final : public ProcessGroup {
 public:
  NcclProcess(const Meeting& meeting, const c10::intrusive_ptr<c10d::Store>& store)
      : m_group(c10::make_intrusive<c10d::ProcessGroupNCCL>(store, meeting.rank, meeting.size)) {}
  [[nodiscard]] int rank() const override { return m_group->getRank(); }
  [[nodiscard]] int size() const override { return m_group->getSize(); }
  void average(torch::Tensor& tensor) override {
    std::vector<torch::Tensor> tensors{tensor};
    m_group->allreduce(tensors)->wait();
    tensor.div_(size());
  }

 private:
  c10::intrusive_ptr<c10d::ProcessGroupNCCL> m_group;
};
#endif

int numberFrom(const char* name) {
  const char* text = std::getenv(name);
  char* end = nullptr;
  const long value = text ? std::strtol(text, &end, 10) : -1;
  if (!text || *end || value < 0 || value > 65535)
    throw Error(ErrorKind::InvalidInput,
                "WORLD_SIZE is set but {} is not a number: start several processes with torchrun, "
                "or unset WORLD_SIZE",
                name);
  return static_cast<int>(value);
}

bool severalProcesses() {
  return std::getenv("WORLD_SIZE") && numberFrom("WORLD_SIZE") > 1;
}

/// Newer libtorch has a second server and prefers it, also where it was built without.
template <typename Options>
void takeBuiltInServer(Options& options) {
  if constexpr (requires { options.useLibUV; }) options.useLibUV = false;
}

[[maybe_unused]] c10::intrusive_ptr<c10d::Store> storeOf(const Meeting& meeting) {
  c10d::TCPStoreOptions options;
  takeBuiltInServer(options);
  options.port = static_cast<std::uint16_t>(meeting.port);
  // Where torchrun itself serves, each of its attempts has its own names there.
  const char* const served = std::getenv("TORCHELASTIC_USE_AGENT_STORE");
  const bool byTorchrun = served && std::string(served) == "True";
  options.isServer = meeting.rank == 0 && !byTorchrun;
  options.numWorkers = static_cast<std::size_t>(meeting.size);
  auto store = c10::make_intrusive<c10d::TCPStore>(meeting.host, options);
  if (!byTorchrun) return store;
  const char* const attempt = std::getenv("TORCHELASTIC_RESTART_COUNT");
  return c10::make_intrusive<c10d::PrefixStore>(
      std::string("/worker/attempt_") + (attempt ? attempt : "0"), store);
}

std::unique_ptr<ProcessGroup> join([[maybe_unused]] const Meeting& meeting,
                                   [[maybe_unused]] torch::Device device) {
#ifdef PENTIMENTO_NCCL
  if (device.is_cuda()) return std::make_unique<NcclProcess>(meeting, storeOf(meeting));
#endif
#ifdef PENTIMENTO_GLOO
  return std::make_unique<GlooProcess>(meeting, storeOf(meeting));
#else
  throw Error(ErrorKind::InvalidInput,
              "this program was built without {}, so process {} cannot join {}:{}: install the "
              "headers (libgloo-dev, or NCCL's for GPUs) and build again, or train in one process",
              device.is_cuda() ? "NCCL" : "gloo", meeting.rank, meeting.host, meeting.port);
#endif
}

}  // namespace

torch::Device deviceOfProcess(DevicePreference preference) {
  const torch::Device device = choosePlacement(preference, PrecisionPreference::Float32).device;
  if (!device.is_cuda() || !severalProcesses()) return device;
  const int number = numberFrom("LOCAL_RANK");
  const auto devices = static_cast<int>(torch::cuda::device_count());
  if (number >= devices)
    throw Error(ErrorKind::InvalidInput,
                "process {} of this machine has no GPU of its own, there are {}: start as many "
                "processes as GPUs, or choose the CPU",
                number, devices);
  return {torch::kCUDA, static_cast<torch::DeviceIndex>(number)};
}

std::unique_ptr<ProcessGroup> ProcessGroup::fromEnvironment(torch::Device device) {
  if (!severalProcesses()) return std::make_unique<SingleProcess>();
  const char* host = std::getenv("MASTER_ADDR");
  const Meeting meeting{numberFrom("RANK"), numberFrom("WORLD_SIZE"), numberFrom("MASTER_PORT"),
                        host ? host : "127.0.0.1"};
  if (meeting.rank >= meeting.size)
    throw Error(ErrorKind::InvalidInput, "RANK {} is not below WORLD_SIZE {}", meeting.rank,
                meeting.size);
  try {
    return join(meeting, device);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& problem) {
    throw Error(ErrorKind::Io, "process {} of {} could not join the others at {}:{}: {}",
                meeting.rank, meeting.size, meeting.host, meeting.port, problem.what());
  }
}

}  // namespace pentimento
