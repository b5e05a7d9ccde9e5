/// The part that all tensor sources share: an ordered, unique list of names.
#pragma once

#include <optional>
#include <unordered_map>

#include "core/weights/tensor_source.h"

namespace pentimento {

/// No file may name more; real checkpoints stay below 10,000.
inline constexpr size_t kMaxTensors = 200'000;

/// Bytes that a tensor takes, nothing when a side is negative or the product leaves 63 bits.
[[nodiscard]] std::optional<uint64_t> byteCount(const TensorInfo& info) noexcept;

/// A TensorSource whose tensors are numbered; implementations add them while they are constructed.
class IndexedSource : public TensorSource {
 public:
  [[nodiscard]] const std::vector<std::string>& names() const final { return m_names; }
  [[nodiscard]] const TensorInfo* find(std::string_view name) const final;
  [[nodiscard]] TensorBytes read(std::string_view name) const final;

 protected:
  /// @param location  named in errors: a path
  explicit IndexedSource(std::string location) : m_location(std::move(location)) {}

  /// @return whether the name was free
  bool add(std::string name, TensorInfo info);
  [[nodiscard]] size_t size() const noexcept { return m_names.size(); }
  [[nodiscard]] const TensorInfo& info(size_t index) const { return m_infos[index]; }
  [[nodiscard]] const std::string& location() const noexcept { return m_location; }
  [[nodiscard]] virtual TensorBytes readAt(size_t index) const = 0;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::string m_location;
  std::vector<std::string> m_names;
  std::vector<TensorInfo> m_infos;
  std::unordered_map<std::string, size_t, Hash, std::equal_to<>> m_index;
};

}  // namespace pentimento
