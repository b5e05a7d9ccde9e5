/// Perceived difference of colours.
#pragma once

#include "core/imaging/lab.h"

namespace pentimento {

/// CIEDE2000 (Sharma, Wu, Dalal 2005), kL = kC = kH = 1. 1 is about the least that is noticed.
[[nodiscard]] double deltaE2000(const Lab& a, const Lab& b) noexcept;

}  // namespace pentimento
