/// One checkpoint in another dialect's names.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/weights/tensor_view.h"

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
/// is copied. Thread-safety: as the source, once all names are added.
class RenamedSource final : public IndexedSource {
 public:
  explicit RenamedSource(SharedSource source);

  /// @throws Error(UnsupportedModel) when the name is taken, or the slices or shapes do not fit the
  /// tensor's own; Error(NotFound) when the file has no such tensor
  void add(std::string name, TensorOrigin origin);

 private:
  [[nodiscard]] TensorBytes readAt(size_t index) const override;

  SharedSource m_source;
  std::vector<TensorOrigin> m_origins;
};

}  // namespace pentimento
