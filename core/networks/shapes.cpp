#include "core/networks/shapes.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace pentimento::nn {

const std::vector<int64_t>& Shapes::of(std::string_view name) const {
  if (const TensorInfo* info = m_source.find(name)) return info->shape;
  throw Error(ErrorKind::UnsupportedModel, "this is no {} that we know: it has no tensor {}",
              m_what, name);
}

int64_t Shapes::side(std::string_view name, size_t dimension) const {
  const auto& shape = of(name);
  if (dimension < shape.size()) return shape[dimension];
  throw Error(ErrorKind::UnsupportedModel, "the {}'s tensor {} has too few dimensions", m_what,
              name);
}

int64_t Shapes::count(std::string_view pattern) const {
  int64_t count = 0;
  while (m_source.contains(fmt::format(fmt::runtime(pattern), count))) ++count;
  return count;
}

}  // namespace pentimento::nn
