#include "core/weights/built_in_model.h"

#include <system_error>

namespace pentimento {
namespace fs = std::filesystem;

fs::path builtInModel() {
  constexpr int kLevels = 5;
  std::error_code failed;
  fs::path folder = fs::read_symlink("/proc/self/exe", failed).parent_path();
  const fs::path installed = (folder / PENTIMENTO_DATA / "models/builtin").lexically_normal();
  if (fs::exists(installed / "decoder.safetensors", failed)) return installed;
  for (int i = 0; i < kLevels; ++i, folder = folder.parent_path())
    if (fs::exists(folder / "models/builtin/decoder.safetensors", failed))
      return folder / "models/builtin";
  return {};
}

}  // namespace pentimento
