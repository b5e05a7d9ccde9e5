/// Named tensors in files, as bytes: what every loader yields and every network is filled from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pentimento {

enum class DType : uint8_t { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };

[[nodiscard]] size_t bytesPerElement(DType dtype) noexcept;
[[nodiscard]] std::string_view toString(
    DType dtype) noexcept;  ///< "F32", as in safetensors headers

struct TensorInfo {
  DType dtype = DType::F32;
  std::vector<int64_t> shape;  ///< empty = scalar
  bool operator==(const TensorInfo&) const = default;
  [[nodiscard]] int64_t elements() const noexcept;
};

/// Row-major, contiguous, little-endian. `owner` keeps the mapping or buffer behind `bytes` alive.
struct TensorBytes {
  TensorInfo info;
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;
};

/// A checkpoint: a set of names with shapes, and their bytes on demand (memory-mapped where the
/// format allows it; nothing is copied or converted here).
/// Thread-safety: const members may be called from several threads.
class TensorSource {
 public:
  virtual ~TensorSource() = default;

  /// In file order; unique.
  [[nodiscard]] virtual const std::vector<std::string>& names() const = 0;
  /// nullptr when there is no such tensor.
  [[nodiscard]] virtual const TensorInfo* find(std::string_view name) const = 0;
  /// @throws Error(NotFound) when there is no such tensor; Error(CorruptFile, Io)
  [[nodiscard]] virtual TensorBytes read(std::string_view name) const = 0;

  [[nodiscard]] bool contains(std::string_view name) const { return find(name) != nullptr; }
};

}  // namespace pentimento
