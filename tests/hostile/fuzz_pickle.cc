// libFuzzer target, built with -DPENTIMENTO_FUZZ=ON by clang: bare pickles, without the zip around.
#include "core/base/error.h"
#include "core/weights/torch_tensors.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pentimento;
  auto bytes = std::as_bytes(std::span(data, size));
  try {
    (void)collectTorchTensors(readPickle(bytes, "input"), "input");
  } catch (const Error&) {
  }
  return 0;
}
