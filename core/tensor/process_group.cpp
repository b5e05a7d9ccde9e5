#include "core/tensor/process_group.h"

#include <cstdlib>

#include "core/base/error.h"

// Debian's libtorch has gloo built in but leaves its headers to libgloo-dev.
#if __has_include(<gloo/rendezvous/store.h>)
#define PENTIMENTO_GLOO 1
#ifndef USE_C10D_GLOO
#define USE_C10D_GLOO  // guards the declarations; torch's own CMake does not say it
#endif
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

namespace pentimento {
namespace {

class SingleProcess final : public ProcessGroup {
 public:
  [[nodiscard]] int rank() const override { return 0; }
  [[nodiscard]] int size() const override { return 1; }
  void average(torch::Tensor&) override {}
};

#ifdef PENTIMENTO_GLOO
class C10dProcess final : public ProcessGroup {
 public:
  C10dProcess(c10::intrusive_ptr<c10d::ProcessGroupGloo> group) : m_group(std::move(group)) {}
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
  c10::intrusive_ptr<c10d::ProcessGroupGloo> m_group;
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

}  // namespace

std::unique_ptr<ProcessGroup> ProcessGroup::fromEnvironment() {
  if (!std::getenv("WORLD_SIZE") || numberFrom("WORLD_SIZE") <= 1)
    return std::make_unique<SingleProcess>();
  const int size = numberFrom("WORLD_SIZE"), rank = numberFrom("RANK"),
            port = numberFrom("MASTER_PORT");
  const char* host = std::getenv("MASTER_ADDR");
  if (rank >= size)
    throw Error(ErrorKind::InvalidInput, "RANK {} is not below WORLD_SIZE {}", rank, size);
#ifdef PENTIMENTO_GLOO
  try {
    c10d::TCPStoreOptions store;
    store.port = static_cast<std::uint16_t>(port);
    store.isServer = rank == 0;
    store.numWorkers = static_cast<std::size_t>(size);
    auto options = c10d::ProcessGroupGloo::Options::create();
    options->devices.push_back(
        c10d::ProcessGroupGloo::createDeviceForHostname(host ? host : "127.0.0.1"));
    return std::make_unique<C10dProcess>(c10::make_intrusive<c10d::ProcessGroupGloo>(
        c10::make_intrusive<c10d::TCPStore>(host ? host : "127.0.0.1", store), rank, size,
        options));
  } catch (const std::exception& problem) {
    throw Error(ErrorKind::Io, "process {} of {} could not join the others at {}:{}: {}", rank,
                size, host ? host : "127.0.0.1", port, problem.what());
  }
#else
  throw Error(ErrorKind::InvalidInput,
              "this program was built without gloo, so process {} cannot join {}:{}: install "
              "libgloo-dev and build again, or train in one process",
              rank, host ? host : "127.0.0.1", port);
#endif
}

}  // namespace pentimento
