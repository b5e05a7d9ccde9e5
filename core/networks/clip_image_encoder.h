#pragma once

#include "core/base/json.h"
#include "core/networks/clip_transformer.h"
#include "core/nn/convolution.h"
#include "core/nn/embedding.h"

namespace pentimento::nn {

struct ClipImageConfig {
  ClipTransformerConfig transformer{.width = 1024, .mlpWidth = 4096, .layers = 24, .heads = 16};
  int64_t imageSide = 224;
  int64_t patchSide = 14;
  int64_t projection = 768;
};

/// From the config.json of a transformers folder: CLIPVisionModelWithProjection, or CLIPModel,
/// whose "vision_config" is used. @throws Error(UnsupportedModel)
[[nodiscard]] ClipImageConfig clipImageConfigFromJson(const Json& json);

struct ClipImageOutput {
  torch::Tensor embedded;   ///< [N, 1 + P, C] patches behind the first norm
  torch::Tensor last;       ///< [N, 1 + P, C] after the last layer, class token first, no norm
  torch::Tensor pooled;     ///< [N, C] final norm of the class token
  torch::Tensor projected;  ///< [N, projection]: the image embedding, not normalised
};

/// CLIP's image encoder (Radford et al. 2021): B/32, L/14, H/14, bigG/14.
class ClipImageEncoderImpl : public torch::nn::Module {
 public:
  explicit ClipImageEncoderImpl(const ClipImageConfig& config);
  /// pixels: [N, 3, imageSide, imageSide], normalised by CLIP's mean and deviation
  [[nodiscard]] ClipImageOutput forward(const torch::Tensor& pixels);
  [[nodiscard]] const ClipImageConfig& config() const noexcept { return m_config; }

 private:
  ClipImageConfig m_config;
  torch::Tensor m_class;                                // vision_model.embeddings.class_embedding
  Conv2d m_patches{nullptr};                            // …patch_embedding
  Embedding m_positions{nullptr};                       // …position_embedding
  LayerNorm m_firstNorm{nullptr}, m_lastNorm{nullptr};  // pre_layrnorm (sic), post_layernorm
  ClipTransformer m_encoder{nullptr};                   // vision_model.encoder
  Linear visual_projection;
};
TORCH_MODULE(ClipImageEncoder);

}  // namespace pentimento::nn
