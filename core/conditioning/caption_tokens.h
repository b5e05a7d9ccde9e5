/// Captions as the numbers that networks read.
#pragma once

#include <string>
#include <vector>

#include "core/tensor/torch.h"
#include "core/text/tokenizer.h"

namespace pentimento {

/// [N, length] int64; long captions are cut, short ones filled up with 0,
/// which no word may have. Without start and end marks: a caption is a set of words with an order.
[[nodiscard]] torch::Tensor tokensOf(const std::vector<std::string>& captions,
                                     const Tokenizer& tokenizer, int64_t length);

}  // namespace pentimento
