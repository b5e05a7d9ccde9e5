#pragma once

#include "core/nn/convolution.h"
#include "core/nn/group_norm.h"
#include "core/nn/transformer_block.h"

namespace pentimento::nn {

struct SpatialTransformerOptions {
  int64_t channels = 0;
  int64_t contextChannels = 0;
  int64_t heads = 8;
  int64_t layers = 1;
  int64_t groups = 32;
  bool linearProjection = false;  ///< proj_in and proj_out are linear layers, not 1×1 convolutions
};

/// Pixels attend to each other and to the text (Rombach et al. 2022; diffusers'
/// Transformer2DModel).
class SpatialTransformerImpl : public torch::nn::Module {
 public:
  explicit SpatialTransformerImpl(const SpatialTransformerOptions& options);
  /// [N, C, H, W] → same shape
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const AttentionContext& context);

 private:
  GroupNorm norm;
  torch::nn::ModuleList transformer_blocks;
  Linear m_linearIn{nullptr}, m_linearOut{nullptr};  // proj_in, proj_out, in either of the
  Conv2d m_convolutionIn{nullptr}, m_convolutionOut{nullptr};  // two forms of checkpoints
};
TORCH_MODULE(SpatialTransformer);

}  // namespace pentimento::nn
