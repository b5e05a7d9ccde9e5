/// A GPU for machines that have none: torch's device "cuda", computed by the CPU's kernels. What it
/// shows is where tensors are, and that is what code written on a machine without a GPU gets wrong:
/// - an operation that is given tensors of both devices fails, as on a GPU;
/// - the host that reads or writes the memory of a tensor of the GPU crashes, as on a GPU.
/// What it cannot show: CUDA's own kernels, their rounding, speed, memory, streams.
///
/// Linking it in is enough: `torch::cuda::is_available()` is then true.
#pragma once

#include <cstdint>

namespace pentimento::emulated_gpu {

/// Operations so far that the emulated GPU computed: that something really ran on it.
[[nodiscard]] int64_t operations() noexcept;

}  // namespace pentimento::emulated_gpu
