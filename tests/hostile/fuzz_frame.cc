// libFuzzer target, built with -DPENTIMENTO_FUZZ=ON by clang: what arrives on the engine's input.
#include "core/api/engine_protocol.h"
#include "core/base/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pentimento;
  EngineFrameDecoder decoder;
  try {
    // In two portions, as a pipe would bring them.
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    decoder.push(all.substr(0, size / 2));
    bool whole = false;
    do {
      while (const auto frame = decoder.next()) {
        (void)engine::callOf(*frame);
        try {
          (void)engine::encode(engine::decode(*frame));
        } catch (const Error&) {  // one bad message; the connection goes on
        }
      }
      if (whole) break;
      decoder.push(all.substr(size / 2));
      whole = true;
    } while (true);
  } catch (const Error&) {
  }
  return 0;
}
