#pragma once

#include "core/nn/lazy_features.h"
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

/// A square convolution. Parameters are uninitialised (see PlacementScope). On the CPU large maps
/// are computed in bands of rows, between which a run can be cancelled.
class Conv2dImpl : public torch::nn::Module {
 public:
  explicit Conv2dImpl(const Conv2dOptions& options);
  /// [N, in, H, W] → [N, out, H', W'], channels-last
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x);
  [[nodiscard]] torch::Tensor convolve(const LazyFeatures& x);
  /// residual + forward(x); overwrites `residual` when no gradient is recorded
  [[nodiscard]] torch::Tensor addTo(torch::Tensor residual, const LazyFeatures& x);

  torch::Tensor weight;  ///< [out, in, kernel, kernel]
  torch::Tensor bias;    ///< [out] or undefined

 private:
  [[nodiscard]] std::array<int64_t, 4> outputSizes(const std::array<int64_t, 4>& input) const;
  /// Rows of the output to be computed at once; 0 = all of them.
  [[nodiscard]] int64_t bandFor(const LazyFeatures& x) const;
  [[nodiscard]] torch::Tensor convolved(const torch::Tensor& x) const;
  [[nodiscard]] torch::Tensor rows(const LazyFeatures& x, int64_t n, int64_t begin,
                                   int64_t end) const;
  template <typename Take>
  void inBands(const LazyFeatures& x, int64_t band, Take take) const;

  int64_t m_stride, m_padding;
};
TORCH_MODULE(Conv2d);

}  // namespace pentimento::nn
