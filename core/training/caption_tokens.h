/// Captions as the numbers that networks read.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/tensor/torch.h"

namespace pentimento::training {

/// Caption → token numbers, none of them 0. The built-in model uses its sentencepiece vocabulary.
using Tokenise = std::function<std::vector<int>(const std::string& caption)>;

/// [N, length] int64; long captions are cut, short ones filled up with 0.
[[nodiscard]] torch::Tensor tokensOf(const std::vector<std::string>& captions, const Tokenise& tokenise, int64_t length);

}  // namespace pentimento::training
