#include "core/pipelines/loaded_networks.h"

#include <fmt/format.h>

namespace pentimento {

std::string LoadedNetworks::keyOf(const std::filesystem::path& file, const Placement& placement,
                                  const std::type_info& type) {
  const auto written = std::filesystem::last_write_time(file).time_since_epoch().count();
  return fmt::format("{} {} {} {}", std::filesystem::canonical(file).string(), written,
                     toString(placement), type.name());
}

}  // namespace pentimento
