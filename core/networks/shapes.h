/// Asking a checkpoint, and the configuration beside it, for sizes, with errors for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/weights/tensor_source.h"

namespace pentimento::nn {

class Shapes {
 public:
  /// @param what named in errors: "U-Net"
  Shapes(const TensorSource& source, std::string what)
      : m_source(source), m_what(std::move(what)) {}

  /// @throws Error(UnsupportedModel) when there is no such tensor
  [[nodiscard]] const std::vector<int64_t>& of(std::string_view name) const;
  /// One side of it, at least 1. @throws likewise, also when it has fewer sides or is empty
  [[nodiscard]] int64_t side(std::string_view name, size_t dimension) const;
  /// How many of "…0…", "…1…", … there are; `pattern` has a {} for the number.
  [[nodiscard]] int64_t count(std::string_view pattern) const;

 private:
  const TensorSource& m_source;
  std::string m_what;
};

/// Checks every size in a network's config.json, also in lists, since networks divide by them and
/// make so many layers; what is missing or null says nothing.
/// @throws Error(CorruptFile) naming the key and the value that cannot be
void requireSizes(const Json& config);

}  // namespace pentimento::nn
