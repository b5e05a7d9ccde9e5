/// One checkpoint in another dialect's names.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/weights/tensor_source.h"

namespace pentimento {

/// Where a tensor of the new dialect comes from, and what is done to it on the way.
struct TensorOrigin {
  std::string name;                 ///< in the underlying file
  std::vector<int64_t> shape = {};  ///< if not empty: the same numbers in another shape
  bool transpose = false;           ///< of a matrix
  int part = 0;                     ///< which of `parts` equal slices along dimension 0
  int parts = 1;
};

/// A view of a source in which tensors have other names and, where dialects disagree, other shapes.
/// Names without an entry are not visible. Bytes are shared with the file; only a transposed matrix
/// is copied. Thread-safety: as the source.
class RenamedSource final : public TensorSource {
 public:
  explicit RenamedSource(std::shared_ptr<const TensorSource> source);

  /// @throws Error(UnsupportedModel) when the slices or shapes do not fit the tensor's own
  void add(std::string name, TensorOrigin origin);
  [[nodiscard]] bool empty() const noexcept { return m_names.empty(); }

  [[nodiscard]] const std::vector<std::string>& names() const override { return m_names; }
  [[nodiscard]] const TensorInfo* find(std::string_view name) const override;
  [[nodiscard]] TensorBytes read(std::string_view name) const override;

 private:
  struct Entry {
    TensorOrigin origin;
    TensorInfo info;
  };
  std::shared_ptr<const TensorSource> m_source;
  std::vector<std::string> m_names;
  std::unordered_map<std::string, Entry> m_entries;
};

/// The tensors whose names start with `prefix`, without it.
[[nodiscard]] std::shared_ptr<const TensorSource> withoutPrefix(
    std::shared_ptr<const TensorSource> source, std::string_view prefix);

}  // namespace pentimento
