/// The JSON header of a safetensors file as a list; the rules that concern the header alone.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/weights/tensor_source.h"

namespace pentimento {

struct SafetensorsEntry {
  std::string name;
  TensorInfo info;
  uint64_t begin = 0, end = 0;  ///< within the data that follows the header
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> tensors;
  std::map<std::string, std::string> metadata;
};

/// @param bytesAfter  readable bytes behind `json`; enough of them spare a copy of it
/// @param where       named in errors: a path
/// @throws Error(CorruptFile) naming the broken rule; Error(UnsupportedModel) for a number type
/// that the format knows and we do not
[[nodiscard]] SafetensorsHeader parseSafetensorsHeader(std::string_view json, size_t bytesAfter,
                                                       std::string_view where);

/// What is said of every safetensors file that breaks a rule.
[[noreturn]] void refuseSafetensors(std::string_view where, std::string_view reason);

}  // namespace pentimento
