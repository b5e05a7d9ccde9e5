/// Other names and other groupings of tensors that lie in opened files; no bytes are moved.
#pragma once

#include <functional>
#include <optional>

#include "core/weights/indexed_source.h"

namespace pentimento {

using SharedSource = std::shared_ptr<const TensorSource>;

/// A source put together from tensors of others, which it keeps open.
class TensorView final : public IndexedSource {
 public:
  /// @param location  named in errors: a path, or what is viewed
  explicit TensorView(std::string location) : IndexedSource(std::move(location)) {}

  /// Shows the tensor `original` of `source` as `name`.
  /// @throws Error(NotFound) when there is none; Error(InvalidInput) when `name` is taken
  void add(std::string name, const SharedSource& source, std::string_view original);

 private:
  [[nodiscard]] TensorBytes readAt(size_t index) const override;
  struct Origin {
    SharedSource source;
    std::string name;
  };
  std::vector<Origin> m_origins;
};

/// The tensors for which `rename` gives a name, under that name.
[[nodiscard]] SharedSource renamed(
    const SharedSource& source,
    const std::function<std::optional<std::string>(std::string_view)>& rename);

/// The tensors whose names start with `prefix`, without it: the U-Net of a single-file checkpoint.
[[nodiscard]] SharedSource withoutPrefix(const SharedSource& source, std::string_view prefix);

/// All tensors of all sources. @throws Error(InvalidInput) when two of them share a name
[[nodiscard]] SharedSource merged(const std::vector<SharedSource>& sources);

}  // namespace pentimento
