/// How far two sets of pictures are apart (Heusel et al. 2017, "Fréchet inception distance").
#pragma once

#include "core/tensor/torch.h"

namespace pentimento::training {

/// |m1 - m2|² + tr(C1 + C2 - 2 (C1 C2)^½) of the features' means and covariances.
/// a, b: [N, F], [M, F], N and M > 1. Few rows make it too large: compare at equal N and M.
[[nodiscard]] double frechetDistance(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace pentimento::training
