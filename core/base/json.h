/// JSON as used for requests, cards, metadata and settings (safetensors headers use simdjson
/// instead).
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>

namespace pentimento {

using Json = nlohmann::json;
/// Keeps the order of keys, for what people read.
using OrderedJson = nlohmann::ordered_json;

/// @param what named in the error, e.g. a path
/// @throws Error(CorruptFile) with position when `text` is not JSON or nests deeper than 100
[[nodiscard]] Json parseJson(std::string_view text, std::string_view what);
/// @throws Error(NotFound, Io, CorruptFile); files over 64 MiB are refused
[[nodiscard]] Json readJsonFile(const std::filesystem::path& path);

}  // namespace pentimento
