// libFuzzer target, built with -DPENTIMENTO_FUZZ=ON by clang: texts that programs leave in
// pictures, as the readers of pictures hand them on: in UTF-8. The first byte chooses whose.
#include <array>

#include "core/api/recipe_text.h"
#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/imaging/image.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pentimento;
  constexpr std::array kKeywords{kRecipeKeyword, kParametersKeyword, "invokeai_metadata",
                                 "sd-metadata", "prompt"};
  if (size == 0) return 0;
  ImageMetadata metadata;
  metadata.setText(kKeywords[data[0] % kKeywords.size()],
                   validUtf8({reinterpret_cast<const char*>(data) + 1, size - 1}));
  try {
    if (const auto request = readRecipe(metadata)) {
      (void)requestFromJson(Json::parse(toJson(*request).dump()));
      validate(*request);
    }
  } catch (const Error&) {
  }
  return 0;
}
