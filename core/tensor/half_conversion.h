/// Checkpoints are mostly float16, processors mostly multiply bfloat16.
#pragma once

#include "core/tensor/torch.h"

namespace pentimento {

/// The same numbers rounded to nearest, ties to even, as `half.to(torch::kBFloat16)`, which takes
/// five times as long. @param half float16 on the CPU, contiguous
[[nodiscard]] torch::Tensor halfToBfloat16(const torch::Tensor& half);

}  // namespace pentimento
