#pragma once

#include "core/tensor/torch.h"

namespace pentimento::nn {

struct LayerNormOptions {
  int64_t channels = 0;
  double eps = 1e-5;
};

/// Layer normalisation over the last dimension (Ba et al. 2016), with float32 statistics in every
/// number format.
class LayerNormImpl : public torch::nn::Module {
 public:
  explicit LayerNormImpl(const LayerNormOptions& options);
  /// [..., C] → same shape
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x);

  torch::Tensor weight, bias;  ///< [C]

 private:
  double m_eps;
};
TORCH_MODULE(LayerNorm);

}  // namespace pentimento::nn
