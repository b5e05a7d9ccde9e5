#include "core/weights/memory_source.h"

#include "core/base/error.h"
#include "core/base/printable.h"

namespace pentimento {

void MemorySource::add(std::string name, TensorBytes tensor) {
  if (byteCount(tensor.info) != tensor.bytes.size())
    throw Error(ErrorKind::InvalidInput, "the bytes of tensor \"{}\" do not fit its shape",
                printable(name));
  if (contains(name))
    throw Error(ErrorKind::InvalidInput, "there are two tensors \"{}\"", printable(name));
  IndexedSource::add(std::move(name), tensor.info);
  m_tensors.push_back(std::move(tensor));
}

}  // namespace pentimento
