#include "core/tensor/version.h"

#include "core/tensor/torch.h"

namespace pentimento {

std::string torchVersion() {
  return TORCH_VERSION;
}

}  // namespace pentimento
