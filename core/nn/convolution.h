#pragma once

#include "core/tensor/torch.h"

namespace pentimento::nn {

struct Conv2dOptions {
  int64_t in = 0;
  int64_t out = 0;
  int64_t kernel = 3;
  int64_t stride = 1;
  int64_t padding = -1;  ///< −1: (kernel − 1) / 2, which keeps the size at stride 1
  bool bias = true;
};

/// A square convolution. Parameters are uninitialised (see PlacementScope).
class Conv2dImpl : public torch::nn::Module {
 public:
  explicit Conv2dImpl(const Conv2dOptions& options);
  /// [N, in, H, W] → [N, out, H', W'], channels-last
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x);
  /// residual + forward(x); overwrites `residual` when no gradient is recorded
  [[nodiscard]] torch::Tensor addTo(torch::Tensor residual, const torch::Tensor& x);

  torch::Tensor weight;  ///< [out, in, kernel, kernel]
  torch::Tensor bias;    ///< [out] or undefined

 private:
  int64_t m_stride, m_padding;
};
TORCH_MODULE(Conv2d);

}  // namespace pentimento::nn
