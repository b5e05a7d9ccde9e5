#include "core/tensor/renamed_source.h"

#include <cstring>

#include "core/base/error.h"

namespace pentimento {
namespace {

/// Rows × columns of elements of `size` bytes, transposed into a buffer of its own.
std::shared_ptr<std::vector<std::byte>> transposed(std::span<const std::byte> from, int64_t rows,
                                                   int64_t columns, size_t size) {
  auto to = std::make_shared<std::vector<std::byte>>(from.size());
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t column = 0; column < columns; ++column)
      std::memcpy(to->data() + (column * rows + row) * size,
                  from.data() + (row * columns + column) * size, size);
  return to;
}

}  // namespace

RenamedSource::RenamedSource(std::shared_ptr<const TensorSource> source)
    : m_source(std::move(source)) {}

void RenamedSource::add(std::string name, TensorOrigin origin) {
  const TensorInfo* found = m_source->find(origin.name);
  if (!found) throw Error(ErrorKind::NotFound, "the checkpoint has no tensor {}", origin.name);
  TensorInfo info = *found;
  const bool divisible =
      origin.parts == 1 || (!info.shape.empty() && info.shape[0] % origin.parts == 0);
  const bool transposable = !origin.transpose || (info.shape.size() == 2 && origin.parts == 1);
  if (divisible && origin.parts > 1) info.shape[0] /= origin.parts;
  if (transposable && origin.transpose) std::swap(info.shape[0], info.shape[1]);
  const int64_t elements = info.elements();
  if (!origin.shape.empty()) info.shape = origin.shape;
  if (!divisible || !transposable || info.elements() != elements)
    throw Error(ErrorKind::UnsupportedModel, "the tensor {} has an unexpected shape", origin.name);
  m_names.push_back(name);
  m_entries.insert_or_assign(std::move(name), Entry{std::move(origin), std::move(info)});
}

const TensorInfo* RenamedSource::find(std::string_view name) const {
  const auto entry = m_entries.find(std::string(name));
  return entry == m_entries.end() ? nullptr : &entry->second.info;
}

TensorBytes RenamedSource::read(std::string_view name) const {
  const auto found = m_entries.find(std::string(name));
  if (found == m_entries.end())
    throw Error(ErrorKind::NotFound, "the checkpoint has no tensor {}", name);
  const auto& [origin, info] = found->second;
  TensorBytes tensor = m_source->read(origin.name);
  if (origin.transpose) {
    auto buffer =
        transposed(tensor.bytes, info.shape[1], info.shape[0], bytesPerElement(info.dtype));
    tensor.bytes = *buffer;
    tensor.owner = std::move(buffer);
  }
  const size_t size = tensor.bytes.size() / origin.parts;
  tensor.bytes = tensor.bytes.subspan(size * origin.part, size);
  tensor.info = info;
  return tensor;
}

std::shared_ptr<const TensorSource> withoutPrefix(std::shared_ptr<const TensorSource> source,
                                                  std::string_view prefix) {
  auto renamed = std::make_shared<RenamedSource>(source);
  for (const std::string& name : source->names())
    if (name.starts_with(prefix)) renamed->add(name.substr(prefix.size()), {.name = name});
  return renamed;
}

}  // namespace pentimento
