#include "tests/support/golden.h"

#include <cstdlib>
#include <stdexcept>

namespace pentimento::golden {
namespace fs = std::filesystem;

fs::path root() {
  if (const char* chosen = std::getenv("PENTIMENTO_GOLDEN"); chosen && *chosen) return chosen;
  return fs::path(PENTIMENTO_SOURCE_DIR) / "tests" / "golden";
}

std::optional<fs::path> family(std::string_view name) {
  fs::path folder = root() / name;
  if (!fs::is_directory(folder)) return std::nullopt;
  return folder;
}

Manifest::Manifest(const fs::path& familyFolder)
    : m_json(readJsonFile(familyFolder / "manifest.json")) {}

Tolerance Manifest::tolerance(std::string_view file, std::string_view tensor) const {
  for (const Json& entry : m_json.at("cases")) {
    if (entry.at("file").get<std::string>() != file) continue;
    Tolerance tolerance{entry.at("atol").get<double>(), entry.at("rtol").get<double>()};
    const Json& tensors = entry.at("tensors");
    if (const auto own = tensors.find(std::string(tensor)); own != tensors.end()) {
      tolerance.atol = own->value("atol", tolerance.atol);
      tolerance.rtol = own->value("rtol", tolerance.rtol);
    }
    return tolerance;
  }
  throw std::runtime_error("manifest.json states no tolerance for " + std::string(file));
}

}  // namespace pentimento::golden
