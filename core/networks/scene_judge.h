/// Looks at a picture of the procedural world and says what is in it. Measures other networks.
#pragma once

#include "core/tensor/torch.h"

namespace pentimento::nn {

struct SceneJudgeOptions {
  int64_t kinds = 40;
  int64_t colours = 12;
  int64_t width = 96;
};

struct SceneVerdict {
  torch::Tensor presence;  ///< [N, kinds]: logits
  torch::Tensor colour;    ///< [N, kinds, colours]: logits, of that kind if it is there
  torch::Tensor support;   ///< [N, colours]: logits, of the floor or table
  torch::Tensor features;  ///< [N, width]: what the heads read, averaged over the picture
};

/// Strided convolutions, then one attention pool per kind with a colour head that all share.
class SceneJudgeImpl : public torch::nn::Module {
 public:
  explicit SceneJudgeImpl(const SceneJudgeOptions& options);
  /// pictures: [N, 3, 64, 64] in [-1, 1]
  SceneVerdict forward(const torch::Tensor& pictures);

 private:
  torch::nn::Conv2d conv1, conv2, conv3, conv4, attention;
  torch::nn::GroupNorm norm1, norm2, norm3;
  torch::Tensor kind_weight, kind_bias;
  torch::nn::Linear colour_head, support_head;
};
TORCH_MODULE(SceneJudge);

}  // namespace pentimento::nn
