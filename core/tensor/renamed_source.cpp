#include "core/tensor/renamed_source.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"

namespace pentimento {
namespace {

/// The numbers of a matrix that is stored as its transpose; `tensor.info` is of the result.
std::shared_ptr<std::vector<std::byte>> transposed(const TensorBytes& tensor) {
  const int64_t rows = tensor.info.shape[0], columns = tensor.info.shape[1];
  const size_t size = bytesPerElement(tensor.info.dtype);
  auto result = std::make_shared<std::vector<std::byte>>(tensor.bytes.size());
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t column = 0; column < columns; ++column)
      std::memcpy(result->data() + (row * columns + column) * size,
                  tensor.bytes.data() + (column * rows + row) * size, size);
  return result;
}

}  // namespace

RenamedSource::RenamedSource(SharedSource source)
    : IndexedSource("checkpoint"), m_source(std::move(source)) {}

void RenamedSource::add(std::string name, TensorOrigin origin) {
  const TensorInfo* found = m_source->find(origin.name);
  if (!found) throw Error(ErrorKind::NotFound, "the checkpoint has no tensor {}", origin.name);
  TensorInfo info = *found;
  bool fits = true;
  if (origin.parts > 1) {
    fits = !info.shape.empty() && info.shape[0] % origin.parts == 0 && !origin.transpose;
    if (fits) info.shape[0] /= origin.parts;
  }
  if (origin.transpose) {
    fits = fits && info.shape.size() == 2;
    std::reverse(info.shape.begin(), info.shape.end());
  }
  if (!origin.shape.empty()) {
    const int64_t elements = info.elements();
    info.shape = origin.shape;
    fits = fits && info.elements() == elements;
  }
  if (!fits)
    throw Error(ErrorKind::UnsupportedModel, "the tensor {} has an unexpected shape", origin.name);
  if (!IndexedSource::add(name, std::move(info)))
    throw Error(ErrorKind::UnsupportedModel, "the checkpoint has two tensors for {}", name);
  m_origins.push_back(std::move(origin));
}

TensorBytes RenamedSource::readAt(size_t index) const {
  const TensorOrigin& origin = m_origins[index];
  TensorBytes tensor = m_source->read(origin.name);
  tensor.info = info(index);
  if (origin.transpose) {
    auto buffer = transposed(tensor);
    tensor.bytes = *buffer;
    tensor.owner = std::move(buffer);
  }
  const size_t size = tensor.bytes.size() / origin.parts;
  tensor.bytes = tensor.bytes.subspan(size * origin.part, size);
  return tensor;
}

}  // namespace pentimento
