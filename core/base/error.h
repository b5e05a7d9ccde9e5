/// The one family of errors. Torch, OpenCV and std exceptions are translated into it where they
/// leave the library that throws them; at the job boundary it becomes a value (`JobFailed`).
#pragma once

#include <fmt/core.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace pentimento {

/// What kind of thing went wrong; decides the exit code of the command line and the icon in the
/// studio.
enum class ErrorKind {
  InvalidInput,      ///< the request cannot be carried out as written
  NotFound,          ///< a file, model or tensor that was asked for is not there
  CorruptFile,       ///< a file breaks the rules of its format
  UnsupportedModel,  ///< a well-formed file that we cannot run; the message says what was found
  Io,                ///< the system refused to read or write (disk full, permissions)
  OutOfMemory,       ///< of the device or of the host
  NonFinite,         ///< NaN or infinity appeared where a picture was expected
  Internal,          ///< a defect of ours, or an unforeseen exception of a library
};

[[nodiscard]] std::string_view toString(ErrorKind kind) noexcept;
/// @throws Error(InvalidInput) for an unknown name
[[nodiscard]] ErrorKind errorKindFromString(std::string_view name);
/// Process exit code for a kind; never 0, distinct per kind.
[[nodiscard]] int exitCode(ErrorKind kind) noexcept;

/// One sentence for people: what happened, to what, and the one thing to do next.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), m_kind(kind) {}

  template <typename... Args>
  Error(ErrorKind kind, fmt::format_string<Args...> format, Args&&... args)
      : Error(kind, fmt::format(format, std::forward<Args>(args)...)) {}

  [[nodiscard]] ErrorKind kind() const noexcept { return m_kind; }

 private:
  ErrorKind m_kind;
};

}  // namespace pentimento
