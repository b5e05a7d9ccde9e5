/// What Karlo's decoder is told: text and image embedding → context tokens and an addition to the
/// time embedding (diffusers' UnCLIPTextProjModel).
#pragma once

#include "core/base/json.h"
#include "core/nn/layer_norm.h"
#include "core/nn/linear.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

struct UnclipTextProjectionOptions {
  int64_t embeddingWidth = 768;  ///< of CLIP
  int64_t imageTokens = 4;       ///< context tokens made of the image embedding
  int64_t contextWidth = 1536;
  int64_t timeWidth = 1280;
};

/// From a diffusers config.json. @throws Error(UnsupportedModel)
[[nodiscard]] UnclipTextProjectionOptions unclipTextProjectionOptionsFromJson(const Json& config);

class UnclipTextProjectionImpl : public torch::nn::Module {
 public:
  struct Input {
    torch::Tensor imageEmbedding;  ///< [N, E]
    torch::Tensor textEmbedding;   ///< [N, E]
    torch::Tensor textStates;      ///< [N, L, E]
  };
  struct Output {
    torch::Tensor context;       ///< [N, imageTokens + L, contextWidth]
    torch::Tensor timeAddition;  ///< [N, timeWidth]
  };

  explicit UnclipTextProjectionImpl(const UnclipTextProjectionOptions& options);
  [[nodiscard]] Output forward(const Input& input);
  /// The learned embedding that stands for "no image", for the unconditional half of guidance. [1,
  /// E]
  [[nodiscard]] torch::Tensor noImage() const;
  [[nodiscard]] const UnclipTextProjectionOptions& options() const noexcept { return m_options; }

 private:
  UnclipTextProjectionOptions m_options;
  torch::Tensor learned_classifier_free_guidance_embeddings;
  Linear embedding_proj, clip_image_embeddings_project_to_time_embeddings;
  Linear clip_extra_context_tokens_proj, encoder_hidden_states_proj;
  LayerNorm text_encoder_hidden_states_norm;
};
TORCH_MODULE(UnclipTextProjection);

}  // namespace pentimento::nn
