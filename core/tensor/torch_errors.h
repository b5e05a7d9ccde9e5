/// The one place where exceptions of torch and the standard library become `Error`.
#pragma once

#include <utility>

namespace pentimento {

/// To be called inside a catch block: rethrows the current exception as a member of the family.
/// `Error` and `Cancelled` pass unchanged. Out of memory of host or device becomes
/// Error(OutOfMemory); a configuration of another form becomes Error(CorruptFile), a failing file
/// system Error(Io); anything else of torch or std becomes Error(Internal) with the first line of
/// its message (torch appends a stack trace, which is nothing for people).
[[noreturn]] void rethrowTranslated();

/// Runs `function` and lets nothing but `Error` and `Cancelled` leave it.
template <typename Function>
decltype(auto) translateTorchErrors(Function&& function) {
  try {
    return std::forward<Function>(function)();
  } catch (...) {
    rethrowTranslated();
  }
}

}  // namespace pentimento
