/// Asking a checkpoint for shapes, with errors for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/weights/tensor_source.h"

namespace pentimento::nn {

class Shapes {
 public:
  /// @param what named in errors: "U-Net"
  Shapes(const TensorSource& source, std::string what)
      : m_source(source), m_what(std::move(what)) {}

  /// @throws Error(UnsupportedModel) when there is no such tensor
  [[nodiscard]] const std::vector<int64_t>& of(std::string_view name) const;
  /// One side of it. @throws likewise, also when it has fewer sides
  [[nodiscard]] int64_t side(std::string_view name, size_t dimension) const;
  /// How many of "…0…", "…1…", … there are; `pattern` has a {} for the number.
  [[nodiscard]] int64_t count(std::string_view pattern) const;

 private:
  const TensorSource& m_source;
  std::string m_what;
};

}  // namespace pentimento::nn
