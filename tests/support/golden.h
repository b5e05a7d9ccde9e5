/// Finding and reading reference fixtures. The folder is PENTIMENTO_GOLDEN, or what the repository
/// carries.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"

namespace pentimento::golden {

[[nodiscard]] std::filesystem::path root();
/// The folder of a family, or nothing when this set lacks it.
[[nodiscard]] std::optional<std::filesystem::path> family(std::string_view name);

/// |ours − expected| ≤ atol + rtol·|expected|
struct Tolerance {
  double atol = 0;
  double rtol = 0;
};

/// The manifest.json of a family, in either dialect (see its README.md).
class Manifest {
 public:
  explicit Manifest(const std::filesystem::path& familyFolder);
  /// Of one tensor in one file ("unet.safetensors", "case0.out"); the file's when it has none of
  /// its own.
  /// @throws std::runtime_error when the manifest says nothing: a test must not invent one
  [[nodiscard]] Tolerance tolerance(std::string_view file, std::string_view tensor) const;
  [[nodiscard]] const Json& json() const noexcept { return m_json; }

 private:
  Json m_json;
};

}  // namespace pentimento::golden

/// Ends the test, visibly skipped, when the set in use has no such family.
#define PENTIMENTO_REQUIRE_FAMILY(variable, name)                                       \
  const auto variable##_optional = ::pentimento::golden::family(name);                  \
  if (!variable##_optional) GTEST_SKIP() << "this golden set has no family " << (name); \
  const std::filesystem::path& variable = *variable##_optional
