#include "core/weights/indexed_source.h"

#include "core/base/error.h"
#include "core/base/printable.h"

namespace pentimento {

std::optional<uint64_t> byteCount(const TensorInfo& info) noexcept {
  auto count = static_cast<int64_t>(bytesPerElement(info.dtype));
  for (const int64_t side : info.shape)
    if (side < 0 || __builtin_mul_overflow(count, side, &count)) return std::nullopt;
  return static_cast<uint64_t>(count);
}

const TensorInfo* IndexedSource::find(std::string_view name) const {
  const auto found = m_index.find(name);
  return found == m_index.end() ? nullptr : &m_infos[found->second];
}

TensorBytes IndexedSource::read(std::string_view name) const {
  const auto found = m_index.find(name);
  if (found == m_index.end())
    throw Error(ErrorKind::NotFound, "{} has no tensor \"{}\"", m_location, printable(name));
  return readAt(found->second);
}

bool IndexedSource::add(std::string name, TensorInfo info) {
  if (!m_index.emplace(name, m_names.size()).second) return false;
  m_names.push_back(std::move(name));
  m_infos.push_back(std::move(info));
  return true;
}

}  // namespace pentimento
