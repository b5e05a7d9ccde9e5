#include "core/base/error.h"

#include "core/base/enum_words.h"

namespace pentimento {
namespace {

constexpr EnumWords<ErrorKind, 8> kErrorKindNames{{
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
  return wordIn(kErrorKindNames, kind);
}

ErrorKind errorKindFromString(std::string_view name) {
  return enumeratorIn(kErrorKindNames, "kind of error", name);
}

int exitCode(ErrorKind kind) noexcept {
  return 2 + static_cast<int>(kind);
}

}  // namespace pentimento
