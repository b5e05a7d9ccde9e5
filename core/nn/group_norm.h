#pragma once

#include "core/nn/lazy_features.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

struct GroupNormOptions {
  int64_t channels = 0;
  int64_t groups = 32;
  double eps = 1e-5;
};

/// What is fused into a group normalisation; each [N, C] or undefined.
struct GroupNormFusion {
  torch::Tensor offset = {};  ///< added to x before
  torch::Tensor scale = {};   ///< y·(1 + scale) after, and
  torch::Tensor shift = {};   ///< + shift
  bool silu = false;          ///< x·sigmoid(x) at the end
};

/// Group normalisation (Wu and He 2018), with float32 statistics in every number format.
class GroupNormImpl : public torch::nn::Module {
 public:
  explicit GroupNormImpl(const GroupNormOptions& options);
  /// [N, C, H, W] → same shape, channels-last
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const GroupNormFusion& fusion = {});
  /// The same, made when it is asked for; holds x till then.
  [[nodiscard]] LazyFeatures lazily(const torch::Tensor& x, const GroupNormFusion& fusion = {});

  torch::Tensor weight, bias;  ///< [C]

 private:
  int64_t m_groups;
  double m_eps;
};
TORCH_MODULE(GroupNorm);

}  // namespace pentimento::nn
