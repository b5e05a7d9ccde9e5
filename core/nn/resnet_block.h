#pragma once

#include "core/nn/convolution.h"
#include "core/nn/group_norm.h"
#include "core/nn/linear.h"

namespace pentimento::nn {

struct ResnetBlockOptions {
  int64_t inChannels = 0;
  int64_t outChannels = 0;
  int64_t timeChannels = 0;  ///< width of the time embedding; 0 = unconditioned, as in the VAE
  int64_t groups = 32;
  double eps = 1e-5;

  /// How time enters: added before the second norm, or scaling and shifting after it (Dhariwal and
  /// Nichol 2021).
  enum class TimeUse { Add, ScaleShift } timeUse = TimeUse::Add;
  /// Change of size between the first norm and the first convolution, on both paths.
  enum class Resampling { None, Halve, Double } resampling = Resampling::None;
};

/// y = skip(x) + conv2(silu(norm2(conv1(silu(norm1(x))) + time))): the residual brick of U-Net and
/// VAE. Submodules bear their checkpoint names.
class ResnetBlockImpl : public torch::nn::Module {
 public:
  explicit ResnetBlockImpl(const ResnetBlockOptions& options);
  /// x: [N, Cin, H, W], time: [N, T] or undefined → [N, Cout, H', W']
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& time = {});

 private:
  GroupNorm norm1, norm2;
  Conv2d conv1, conv2;
  Linear time_emb_proj{nullptr};  // only when conditioned on time
  Conv2d conv_shortcut{nullptr};  // only when the width changes
  ResnetBlockOptions m_options;
};
TORCH_MODULE(ResnetBlock);

}  // namespace pentimento::nn
