/// Pictures and masks of examples as tensors.
#pragma once

#include <vector>

#include "core/imaging/image.h"
#include "core/tensor/torch.h"

namespace pentimento::training {

/// 8 bit RGB pictures of one size -> [N, 3, H, W] in [-1, 1]
[[nodiscard]] torch::Tensor tensorOf(const std::vector<Image>& pictures,
                                     torch::Device device = torch::kCPU);
/// -> [N, 1, H, W] in {0 .. 1}
[[nodiscard]] torch::Tensor tensorOf(const std::vector<Mask>& masks,
                                     torch::Device device = torch::kCPU);
/// [N, 3, H, W] in [-1, 1] -> pictures, clamped
[[nodiscard]] std::vector<Image> picturesOf(const torch::Tensor& batch);
/// Cosines of all pairs as squares, row by column, black = -1 and white = 1: a bright diagonal says
/// that each is most like its own. Both [N, E]
[[nodiscard]] Image similarityPicture(const torch::Tensor& rows, const torch::Tensor& columns);

}  // namespace pentimento::training
