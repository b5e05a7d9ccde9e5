// libFuzzer target, built with -DPENTIMENTO_FUZZ=ON by clang: pictures of every format, and the
// recipe in their metadata.
#include "core/api/recipe_text.h"
#include "core/base/error.h"
#include "core/imaging/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pentimento;
  const auto bytes = std::as_bytes(std::span(data, size));
  try {
    (void)readRecipe(decodePngMetadata(bytes, "input"));
  } catch (const Error&) {
  }
  try {
    const Image image = decodeImage(bytes, "input");
    (void)encodeImage(image, ImageFormat::Png, {.compression = 0});
    (void)readRecipe(image.metadata);
  } catch (const Error&) {
  }
  return 0;
}
