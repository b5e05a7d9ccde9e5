/// Tensors that are in memory already: what training saves and tests read.
#pragma once

#include <type_traits>

#include "core/weights/indexed_source.h"

namespace pentimento {

class MemorySource final : public IndexedSource {
 public:
  MemorySource() : IndexedSource("memory") {}

  /// @throws Error(InvalidInput) when the name is taken or the bytes do not fit the shape
  void add(std::string name, TensorBytes tensor);

  /// Takes the numbers themselves, one element per entry. @throws as above
  template <typename Number>
  requires std::is_trivially_copyable_v<Number>
  void add(std::string name, TensorInfo info, std::vector<Number> numbers) {
    auto owner = std::make_shared<const std::vector<Number>>(std::move(numbers));
    const auto bytes = std::as_bytes(std::span(*owner));
    add(std::move(name), TensorBytes{std::move(info), bytes, std::move(owner)});
  }

 private:
  [[nodiscard]] TensorBytes readAt(size_t index) const override { return m_tensors[index]; }
  std::vector<TensorBytes> m_tensors;
};

}  // namespace pentimento
