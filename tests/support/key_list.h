/// Lists of names and shapes of published checkpoints (golden family keys) as checkpoints without
/// numbers.
#pragma once

#include <filesystem>

#include "core/base/json.h"
#include "core/weights/indexed_source.h"

namespace pentimento::golden {

/// Lines "name 320x4x3x3 F16"; "scalar" has no sides, the type may be absent, '#' begins a comment.
class KeyList final : public IndexedSource {
 public:
  /// @param changed  name → shape (array) of tensors whose shape differs from the list's
  explicit KeyList(const std::filesystem::path& file, const Json& changed = Json::object());

 private:
  [[nodiscard]] TensorBytes readAt(size_t index) const override;
};

}  // namespace pentimento::golden
