/// Numbers as people write them in prompts.
#pragma once

#include <optional>
#include <string_view>

namespace pentimento {

/// Decimal digits with at most one point and an optional sign; no exponent, nothing around it.
/// Independent of the locale. Nothing for "", ".", "1.2.3", "1e3", "inf".
[[nodiscard]] std::optional<double> plainNumber(std::string_view text) noexcept;

/// Without white space (Unicode) at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

}  // namespace pentimento
