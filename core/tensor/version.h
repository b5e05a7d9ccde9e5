#pragma once

#include <string>

namespace pentimento {

/// Of the libtorch that the engine was built against, e.g. "1.13.0".
[[nodiscard]] std::string torchVersion();

}  // namespace pentimento
