#pragma once

#include "core/tensor/torch.h"

namespace pentimento::nn {

struct LinearOptions {
  int64_t in = 0;
  int64_t out = 0;
  bool bias = true;
};

/// y = x·Wᵀ + b over the last dimension. Parameters are uninitialised (see PlacementScope).
class LinearImpl : public torch::nn::Module {
 public:
  explicit LinearImpl(const LinearOptions& options);
  /// [..., in] → [..., out]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x);
  /// residual + forward(x); overwrites `residual` when no gradient is recorded
  [[nodiscard]] torch::Tensor addTo(torch::Tensor residual, const torch::Tensor& x);

  torch::Tensor weight;  ///< [out, in]
  torch::Tensor bias;    ///< [out] or undefined
};
TORCH_MODULE(Linear);

}  // namespace pentimento::nn
