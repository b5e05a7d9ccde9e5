/// CLIP in small (Radford et al. 2021): which picture belongs to which caption.
#pragma once

#include "core/networks/caption_encoder.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

struct SmallClipOptions {
  static constexpr int64_t kReduction = 8;  ///< pixels per side of one token

  CaptionEncoderOptions caption;
  int64_t embedding = 128;
  int64_t width = 128;  ///< of the image tower
  int64_t layers = 3;
  int64_t heads = 4;
  int64_t size = 64;  ///< side of the pictures
};

class SmallClipImpl : public torch::nn::Module {
 public:
  explicit SmallClipImpl(const SmallClipOptions& options);
  /// [N, 3, size, size] in [-1, 1] -> [N, E] of unit length
  torch::Tensor embedPictures(const torch::Tensor& pictures);
  /// [N, T] int64 -> [N, E] of unit length
  torch::Tensor embedCaptions(const torch::Tensor& tokens);
  /// Logarithm of the learned temperature's inverse, at most log 100. Scalar.
  [[nodiscard]] torch::Tensor logScale() const;

 private:
  CaptionEncoder caption;
  torch::nn::Linear text_proj, image_proj;
  torch::nn::Conv2d stem1, stem2, stem3;
  torch::nn::GroupNorm stem_norm1, stem_norm2;
  torch::Tensor position_embedding, logit_scale;
  torch::nn::ModuleList layers;
  torch::nn::LayerNorm image_norm;
};
TORCH_MODULE(SmallClip);

}  // namespace pentimento::nn
