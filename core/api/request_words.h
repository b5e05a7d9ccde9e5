/// The words that stand for enumerators in JSON and on the command line.
#pragma once

#include <string_view>

#include "core/api/generation_request.h"
#include "core/base/error.h"

namespace pentimento {

[[nodiscard]] std::string_view wordFor(Task task) noexcept;
[[nodiscard]] std::string_view wordFor(Prefill prefill) noexcept;
[[nodiscard]] std::string_view wordFor(EditArea area) noexcept;
[[nodiscard]] std::string_view wordFor(DevicePreference device) noexcept;
[[nodiscard]] std::string_view wordFor(PrecisionPreference precision) noexcept;

/// @throws Error(InvalidInput) listing the words that are known
[[nodiscard]] Task taskFromWord(std::string_view word);
[[nodiscard]] Prefill prefillFromWord(std::string_view word);
[[nodiscard]] EditArea editAreaFromWord(std::string_view word);
[[nodiscard]] DevicePreference devicePreferenceFromWord(std::string_view word);
[[nodiscard]] PrecisionPreference precisionPreferenceFromWord(std::string_view word);

}  // namespace pentimento
