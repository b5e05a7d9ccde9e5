#include "tests/emulated_gpu/emulated_gpu.h"

#include <ATen/EmptyTensor.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <atomic>
#include <cstring>
#include <optional>

#include "core/tensor/torch.h"

namespace pentimento::emulated_gpu {
namespace {

const c10::Device kGpu(c10::kCUDA, 0);
const c10::DispatchKeySet kGpuKeys(c10::DispatchKey::CUDA);

std::atomic<int64_t> g_operations = 0;

// Memory of the GPU has this bit in its addresses, which no memory of the host has: reading there
// ends the program.
constexpr uintptr_t kGpuBit = uintptr_t{1} << 60;

void* onHost(void* gpu) {
  return reinterpret_cast<void*>(reinterpret_cast<uintptr_t>(gpu) & ~kGpuBit);
}

void release(void* gpu) {
  std::free(onHost(gpu));
}

class GpuMemory final : public c10::Allocator {
 public:
#if PENTIMENTO_TORCH_2
  c10::DataPtr allocate(size_t bytes) override {
    return take(bytes);
  }
  void copy_data(void* to, const void* from, size_t bytes) const override {
    std::memcpy(onHost(to), onHost(const_cast<void*>(from)), bytes);
  }
#else
  c10::DataPtr allocate(size_t bytes) const override {
    return take(bytes);
  }
#endif
  c10::DeleterFnPtr raw_deleter() const override {
    return &release;
  }

 private:
  static c10::DataPtr take(size_t bytes) {
    if (bytes == 0) return {nullptr, kGpu};
    void* const host = std::aligned_alloc(64, (bytes + 63) / 64 * 64);
    TORCH_CHECK(host, "out of memory");
    void* const gpu = reinterpret_cast<void*>(reinterpret_cast<uintptr_t>(host) | kGpuBit);
    return {gpu, gpu, &release, kGpu};
  }
};

GpuMemory& memory() {
  static GpuMemory memory;
  return memory;
}

torch::Tensor placedLike(torch::Tensor tensor, const torch::Tensor& like) {
  auto* const impl = tensor.unsafeGetTensorImpl();
  impl->set_sizes_and_strides(like.sizes(), like.strides());
  impl->set_storage_offset(like.storage_offset());
  return tensor;
}

torch::Tensor tensorOn(const c10::Storage& storage, c10::DispatchKeySet keys,
                       const torch::Tensor& like) {
  return placedLike(
      at::detail::make_tensor<c10::TensorImpl>(c10::Storage(storage), keys, like.dtype()), like);
}

torch::Tensor viewOf(const torch::Tensor& whole, const torch::Tensor& like) {
  return placedLike(
      at::detail::make_tensor<c10::TensorImpl>(c10::TensorImpl::VIEW, c10::Storage(whole.storage()),
                                               whole.key_set(), like.dtype()),
      like);
}

/// A tensor of the GPU, as the CPU's kernels may read and write it.
torch::Tensor hostView(const torch::Tensor& gpu) {
  void* const data = onHost(const_cast<void*>(static_cast<const void*>(gpu.storage().data())));
  const c10::Storage storage(c10::Storage::use_byte_size_t(), gpu.storage().nbytes(),
                             c10::DataPtr(data, c10::kCPU), c10::GetAllocator(c10::kCPU), true);
  return tensorOn(storage, c10::DispatchKeySet(c10::DispatchKey::CPU), gpu);
}

c10::Storage copied(const c10::Storage& host) {
  const size_t bytes = host.nbytes();
  c10::DataPtr data = memory().allocate(bytes);
  if (bytes > 0) std::memcpy(onHost(data.get()), host.data(), bytes);
  return {c10::Storage::use_byte_size_t(), bytes, std::move(data), &memory(), true};
}

/// One call of an operation: its tensors lowered to the host, and its results lifted again.
class Call {
 public:
  explicit Call(const c10::OperatorHandle& op) : m_name(op.schema().operator_name()) {}

  c10::IValue lowered(const c10::IValue& value) {
    if (value.isTensor()) return lower(value.toTensor());
    if (value.isTensorList()) {
      c10::List<torch::Tensor> list;
      for (const torch::Tensor& tensor : value.toTensorVector()) list.push_back(lower(tensor));
      return list;
    }
    if (value.isOptionalTensorList()) {
      c10::List<c10::optional<torch::Tensor>> list;
      for (const auto& tensor : value.toOptionalTensorVector())
        list.push_back(tensor ? c10::optional<torch::Tensor>(lower(*tensor)) : c10::nullopt);
      return list;
    }
    if (value.isDevice()) {
      m_wanted = value.toDevice();
      return c10::Device(c10::kCPU);
    }
    return value;
  }

  void requireOneDevice() const {
    // CUDA takes single numbers and indices from the host.
    const bool index = m_name.name == "aten::index" || m_name.name.starts_with("aten::index_put");
    TORCH_CHECK(m_pairs.empty() || !m_hostTensors || index,
                "emulated GPU: tensors of the CPU and of the GPU in ", m_name);
  }

  c10::IValue lifted(const c10::IValue& value) {
    if (value.isTensor()) return lift(value.toTensor());
    if (!value.isTensorList()) return value;
    c10::List<torch::Tensor> list;
    for (const torch::Tensor& tensor : value.toTensorVector()) list.push_back(lift(tensor));
    return list;
  }

  /// What was written may have been given another shape and other memory.
  void takeBackResized() {
    for (auto& [gpu, host] : m_pairs) {
      const bool moved = host.storage().data() != onHost(const_cast<void*>(gpu.storage().data()));
      if (!moved && host.sizes() == gpu.sizes() && host.strides() == gpu.strides()) continue;
      auto* const impl = gpu.unsafeGetTensorImpl();
      if (moved) impl->set_storage_keep_dtype(copied(host.storage()));
      impl->set_sizes_and_strides(host.sizes(), host.strides());
      impl->set_storage_offset(host.storage_offset());
    }
  }

 private:
  torch::Tensor lower(const torch::Tensor& tensor) {
    if (!tensor.defined()) return tensor;
    if (!tensor.is_cuda()) {
      m_hostTensors = m_hostTensors || tensor.dim() > 0;
      return tensor;
    }
    m_pairs.emplace_back(tensor, hostView(tensor));
    return m_pairs.back().second;
  }

  torch::Tensor lift(const torch::Tensor& result) {
    if (!result.defined() || (m_wanted && m_wanted->is_cpu())) return result;
    for (const auto& [gpu, host] : m_pairs) {
      if (result.is_same(host)) return gpu;
      if (result.storage().unsafeGetStorageImpl() == host.storage().unsafeGetStorageImpl())
        return viewOf(gpu, result);
    }
    return tensorOn(copied(result.storage()), kGpuKeys, result);
  }

  c10::OperatorName m_name;
  std::vector<std::pair<torch::Tensor, torch::Tensor>> m_pairs;  // of the GPU, its view of the host
  std::optional<c10::Device> m_wanted;  // named by the call: of what it makes
  bool m_hostTensors = false;
};

void compute(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  ++g_operations;
  Call call(op);
  const size_t arguments = op.schema().arguments().size();
  for (size_t i = stack->size() - arguments; i < stack->size(); ++i)
    (*stack)[i] = call.lowered((*stack)[i]);
  call.requireOneDevice();
  op.callBoxed(stack);
  call.takeBackResized();
  const size_t results = op.schema().returns().size();
  for (size_t i = stack->size() - results; i < stack->size(); ++i)
    (*stack)[i] = call.lifted((*stack)[i]);
}

torch::Tensor empty(c10::IntArrayRef size, c10::optional<c10::ScalarType> dtype,
                    c10::optional<c10::Layout>, c10::optional<c10::Device>, c10::optional<bool>,
                    c10::optional<c10::MemoryFormat> format) {
  return at::detail::empty_generic(size, &memory(), kGpuKeys, c10::dtype_or_default(dtype), format);
}

torch::Tensor emptyStrided(c10::IntArrayRef size, c10::IntArrayRef stride,
                           c10::optional<c10::ScalarType> dtype, c10::optional<c10::Layout>,
                           c10::optional<c10::Device>, c10::optional<bool>) {
  return at::detail::empty_strided_generic(size, stride, &memory(), kGpuKeys,
                                           c10::dtype_or_default(dtype));
}

/// The only operation that takes tensors of both devices.
torch::Tensor& copy(torch::Tensor& to, const torch::Tensor& from, bool) {
  torch::Tensor target = to.is_cuda() ? hostView(to) : to;
  target.copy_(from.is_cuda() ? hostView(from) : from);
  return to;
}

#if PENTIMENTO_TORCH_2
// The choice among CUDA's attention kernels is no operation that the CPU has.
torch::Tensor attention(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                        const std::optional<torch::Tensor>& mask, double dropout, bool causal,
                        std::optional<double> scale, bool grouped) {
  return std::get<0>(at::_scaled_dot_product_attention_math(q, k, v, mask, dropout, causal,
                                                            std::nullopt, scale, grouped));
}
#endif

TORCH_LIBRARY_IMPL(_, CUDA, library) {
  library.fallback(torch::CppFunction::makeFromBoxedFunction<&compute>());
}

TORCH_LIBRARY_IMPL(aten, CUDA, library) {
  library.impl("empty.memory_format", empty);
  library.impl("empty_strided", emptyStrided);
  library.impl("copy_", copy);
  // Whole: what they are made of on CUDA, the CPU lacks.
  library.impl("convolution", torch::CppFunction::makeFromBoxedFunction<&compute>());
  library.impl("convolution_backward", torch::CppFunction::makeFromBoxedFunction<&compute>());
#if PENTIMENTO_TORCH_2
  library.impl("scaled_dot_product_attention", attention);
#endif
}

#if PENTIMENTO_TORCH_2
TORCH_LIBRARY_IMPL(aten, AutogradCUDA, library) {
  library.impl("scaled_dot_product_attention", attention);
}
#endif

class Guard final : public c10::impl::DeviceGuardImplInterface {
 public:
  c10::DeviceType type() const override { return c10::kCUDA; }
  c10::Device exchangeDevice(c10::Device) const override { return kGpu; }
  c10::Device getDevice() const override { return kGpu; }
  void setDevice(c10::Device) const override {}
  void uncheckedSetDevice(c10::Device) const noexcept override {}
  c10::Stream getStream(c10::Device) const noexcept override { return stream(); }
  c10::Stream getDefaultStream(c10::Device) const override { return stream(); }
  c10::Stream exchangeStream(c10::Stream) const noexcept override { return stream(); }
  c10::DeviceIndex deviceCount() const noexcept override { return 1; }
  // Nothing runs beside anything else: events are over when they are recorded.
  void record(void**, const c10::Stream&, const c10::DeviceIndex,
              const c10::EventFlag) const override {}
  void block(void*, const c10::Stream&) const override {}
  bool queryEvent(void*) const override { return true; }
  void destroyEvent(void*, const c10::DeviceIndex) const noexcept override {}
  void synchronizeStream(const c10::Stream&) const override {}
  bool queryStream(const c10::Stream&) const override { return true; }
  void recordDataPtrOnStream(const c10::DataPtr&, const c10::Stream&) const override {}

 private:
  static c10::Stream stream() { return c10::Stream(c10::Stream::DEFAULT, kGpu); }
};
C10_REGISTER_GUARD_IMPL(CUDA, Guard);

/// The name is what torch looks for.
class CUDAHooks final : public at::CUDAHooksInterface {
 public:
  explicit CUDAHooks(at::CUDAHooksArgs) {}
#if PENTIMENTO_TORCH_2
  void init() const override {}
  const at::Generator& getDefaultGenerator(c10::DeviceIndex) const override {
    return generator();
  }
  c10::DeviceIndex deviceCount() const override {
    return 1;
  }
  bool hasPrimaryContext(c10::DeviceIndex) const override {
    return true;
  }
  c10::DeviceIndex current_device() const override {
    return 0;
  }
  bool isPinnedPtr(const void*) const override {
    return false;
  }
#else
  void initCUDA() const override {}
  const at::Generator& getDefaultCUDAGenerator(c10::DeviceIndex) const override {
    return generator();
  }
  bool hasPrimaryContext(int64_t) const override {
    return true;
  }
  int64_t current_device() const override {
    return 0;
  }
  bool isPinnedPtr(void*) const override {
    return false;
  }
#endif
  bool hasCUDA() const override {
    return true;
  }
  int getNumGPUs() const override {
    return 1;
  }

 private:
  static const at::Generator& generator() {
    static const at::Generator generator = at::detail::createCPUGenerator();
    return generator;
  }
};

}  // namespace
}  // namespace pentimento::emulated_gpu

namespace at {
using CUDAHooks = pentimento::emulated_gpu::CUDAHooks;
REGISTER_CUDA_HOOKS(CUDAHooks);
}  // namespace at

namespace pentimento::emulated_gpu {

int64_t operations() noexcept {
  return g_operations;
}

}  // namespace pentimento::emulated_gpu
