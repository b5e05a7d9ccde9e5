// libFuzzer target, built with -DPENTIMENTO_FUZZ=ON by clang.
#include "core/base/error.h"
#include "core/weights/torch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pentimento;
  try {
    const TorchFile file(std::as_bytes(std::span(data, size)), nullptr, "input");
    for (const std::string& name : file.names()) {
      const TensorBytes tensor = file.read(name);
      if (!tensor.bytes.empty())
        (void)*static_cast<const volatile std::byte*>(&tensor.bytes.back());
    }
  } catch (const Error&) {
  }
  return 0;
}
