/// The diffusion prior of the unCLIP family (Ramesh et al. 2022, section 2.2; Karlo,
/// Kandinsky 2.2): a causal transformer that predicts a clean CLIP image embedding from a noised
/// one and the text.
#pragma once

#include "core/base/json.h"
#include "core/nn/layer_norm.h"
#include "core/nn/linear.h"
#include "core/nn/timestep_embedding.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

struct PriorTransformerOptions {
  int64_t embeddingWidth = 768;  ///< of CLIP
  int64_t heads = 32, headWidth = 64;
  int64_t layers = 20;
  int64_t textTokens = 77;
};

/// From a diffusers config.json. @throws Error(UnsupportedModel)
[[nodiscard]] PriorTransformerOptions priorTransformerOptionsFromJson(const Json& config);

struct PriorConditioning {
  torch::Tensor textEmbedding;  ///< [N, E], pooled and projected
  torch::Tensor textStates;     ///< [N, textTokens, E], after the final layer norm
  torch::Tensor textMask;       ///< [N, textTokens], 0 = padding; undefined: all are seen
};

/// Tokens: text states, text embedding, time, noised image embedding, and a learned query whose
/// output is the prediction. Submodules carry the names of diffusers checkpoints.
class PriorTransformerImpl : public torch::nn::Module {
 public:
  explicit PriorTransformerImpl(const PriorTransformerOptions& options);

  /// noised: [N, E] in the prior's own scale; time: [N] or [1] → the clean embedding, [N, E]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& noised, const torch::Tensor& time,
                                      const PriorConditioning& conditioning);
  /// From the prior's scale to CLIP's: x·clip_std + clip_mean.
  [[nodiscard]] torch::Tensor toClip(const torch::Tensor& embedding) const;
  [[nodiscard]] const PriorTransformerOptions& options() const noexcept { return m_options; }

 private:
  [[nodiscard]] torch::Tensor attentionBias(const torch::Tensor& mask,
                                            const torch::Tensor& like) const;

  PriorTransformerOptions m_options;
  torch::Tensor positional_embedding, prd_embedding, clip_mean, clip_std;
  TimestepEmbedding time_embedding;
  Linear proj_in, embedding_proj, encoder_hidden_states_proj;
  torch::nn::ModuleList transformer_blocks;
  LayerNorm norm_out;
  Linear proj_to_clip_embeddings;
};
TORCH_MODULE(PriorTransformer);

}  // namespace pentimento::nn
