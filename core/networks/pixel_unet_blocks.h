/// The block of `PixelUnet`: two convolutions steered by a vector, then attention over pixels and
/// text tokens together.
#pragma once

#include "core/networks/pixel_unet.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

inline constexpr int64_t kUnetGroups = 16;

struct UnetBlockOptions {
  int64_t in = 0, out = 0;
  int64_t steerWidth = 0;
  int64_t heads = 0;       ///< 0 = no attention
  int64_t tokenWidth = 0;  ///< 0 = pixels only
};

class UnetBlockImpl : public torch::nn::Module {
 public:
  explicit UnetBlockImpl(const UnetBlockOptions& options);
  /// x: [N, Cin, H, W], steer: [N, S]  ->  [N, Cout, H, W]
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& steer,
                        const UnetConditions& conditions);

 private:
  torch::Tensor attend(const torch::Tensor& x, const UnetConditions& conditions);

  int64_t m_heads;
  torch::nn::GroupNorm norm1, norm2, norm3{nullptr};
  torch::nn::Conv2d conv1, conv2, conv_shortcut{nullptr};
  torch::nn::Linear scale_shift;
  torch::nn::Linear qkv{nullptr}, token_kv{nullptr}, proj{nullptr};
};
TORCH_MODULE(UnetBlock);

}  // namespace pentimento::nn
