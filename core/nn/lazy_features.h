/// Feature maps that are made when they are needed.
#pragma once

#include <array>
#include <functional>

#include "core/tensor/torch.h"

namespace pentimento::nn {

/// A feature map [N, C, H, W] that is not in memory. Who reads it a few rows at a time never needs
/// room for all of it: in autoencoders the largest maps are those between a norm or an enlargement
/// and a convolution.
struct LazyFeatures {
  std::array<int64_t, 4> sizes{};  ///< N, C, H, W
  std::function<torch::Tensor()> whole;
  /// Rows [begin, end) of picture n: [1, C, end − begin, W], channels-last. Empty when the map is
  /// only to be had as a whole (gradients are recorded, the format is not one of the kernels').
  std::function<torch::Tensor(int64_t n, int64_t begin, int64_t end)> rows;
};

}  // namespace pentimento::nn
