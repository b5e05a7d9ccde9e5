// libFuzzer target, built with -DPENTIMENTO_FUZZ=ON by clang: projects of ours and of others.
#include <unistd.h>

#include <fstream>

#include "app/document/open_raster.h"
#include "core/base/error.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pentimento;
  const std::filesystem::path path = std::filesystem::temp_directory_path() /
                                     ("pentimento-fuzz-" + std::to_string(getpid()) + ".ora");
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  try {
    (void)openOpenRaster(path);
  } catch (const Error&) {
  }
  return 0;
}
