/// Pictures and masks of examples as tensors.
#pragma once

#include <vector>

#include "core/imaging/image.h"
#include "core/tensor/torch.h"

namespace pentimento::training {

/// 8 bit RGB pictures of one size -> [N, 3, H, W] in [-1, 1]
[[nodiscard]] torch::Tensor tensorOf(const std::vector<Image>& pictures);
/// -> [N, 1, H, W] in {0 .. 1}
[[nodiscard]] torch::Tensor tensorOf(const std::vector<Mask>& masks);
/// [N, 3, H, W] in [-1, 1] -> pictures, clamped
[[nodiscard]] std::vector<Image> picturesOf(const torch::Tensor& batch);

}  // namespace pentimento::training
