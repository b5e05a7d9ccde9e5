#include "core/base/error.h"

#include <array>
#include <utility>

namespace pentimento {
namespace {

constexpr std::array<std::pair<ErrorKind, std::string_view>, 8> kErrorKindNames{{
    {ErrorKind::InvalidInput, "invalid_input"},
    {ErrorKind::NotFound, "not_found"},
    {ErrorKind::CorruptFile, "corrupt_file"},
    {ErrorKind::UnsupportedModel, "unsupported_model"},
    {ErrorKind::Io, "io"},
    {ErrorKind::OutOfMemory, "out_of_memory"},
    {ErrorKind::NonFinite, "non_finite"},
    {ErrorKind::Internal, "internal"},
}};

}  // namespace

std::string_view toString(ErrorKind kind) noexcept {
  for (const auto& [value, name] : kErrorKindNames)
    if (value == kind) return name;
  return "internal";
}

ErrorKind errorKindFromString(std::string_view name) {
  for (const auto& [value, known] : kErrorKindNames)
    if (known == name) return value;
  throw Error(ErrorKind::InvalidInput, "unknown error kind \"{}\"", name);
}

int exitCode(ErrorKind kind) noexcept {
  return 2 + static_cast<int>(kind);
}

}  // namespace pentimento
