/// Halving and doubling of feature maps.
#pragma once

#include "core/nn/convolution.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

/// A strided convolution named `conv`.
class DownsampleImpl : public torch::nn::Module {
 public:
  enum class Padding {
    Symmetric,    ///< of the U-Net
    RightBottom,  ///< of the autoencoder
  };
  DownsampleImpl(int64_t channels, Padding padding);
  /// [N, C, H, W] → [N, C, ⌈H/2⌉, ⌈W/2⌉] (symmetric) or [N, C, ⌊H/2⌋, ⌊W/2⌋]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x);

 private:
  Conv2d conv;
  Padding m_padding;
};
TORCH_MODULE(Downsample);

/// Nearest-neighbour enlargement, then a convolution named `conv`.
class UpsampleImpl : public torch::nn::Module {
 public:
  explicit UpsampleImpl(int64_t channels);
  /// [N, C, H, W] → [N, C, 2H, 2W]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x);
  /// To any size, for feature maps whose size was odd before they were halved.
  [[nodiscard]] torch::Tensor enlargeTo(const torch::Tensor& x, torch::IntArrayRef size);

 private:
  Conv2d conv;
};
TORCH_MODULE(Upsample);

}  // namespace pentimento::nn
