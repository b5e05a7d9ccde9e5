#pragma once

#include <optional>

#include "core/base/json.h"
#include "core/networks/clip_transformer.h"
#include "core/nn/embedding.h"
#include "core/weights/tensor_source.h"

namespace pentimento::nn {

struct ClipTextConfig {
  ClipTransformerConfig transformer;
  int64_t vocabulary = 49408;
  int64_t positions = 77;
  int64_t projection = 0;             ///< width of the projected pooled state; 0 = no projection
  std::optional<int64_t> endToken{};  ///< absent: the highest id of the vocabulary in the sequence
  bool operator==(const ClipTextConfig&) const = default;
};

/// From the config.json of a transformers folder (CLIPTextModel, CLIPTextModelWithProjection).
/// @throws Error(CorruptFile, UnsupportedModel)
[[nodiscard]] ClipTextConfig clipTextConfigFromJson(const Json& json);
/// From names and shapes in transformers names. Heads are 64 wide, as in every published tower.
/// @param activation  leaves no trace in the tensors: QuickGelu for OpenAI's, Gelu for open_clip's
/// @throws Error(UnsupportedModel)
[[nodiscard]] ClipTextConfig clipTextConfigFromTensors(const TensorSource& source,
                                                       Activation activation);

struct ClipTextOutput {
  std::vector<torch::Tensor> hidden;  ///< [N, L, C] each: embedding, then after every layer
  torch::Tensor last;                 ///< final norm of the last one
  torch::Tensor pooled;               ///< [N, C] `last` at the first end token
  torch::Tensor projected;            ///< [N, P]; undefined without a projection
};

/// CLIP's text encoder (Radford et al. 2021), sizes L, H and bigG.
class ClipTextEncoderImpl : public torch::nn::Module {
 public:
  explicit ClipTextEncoderImpl(const ClipTextConfig& config);

  /// @param ids    [N, L] int64, L ≤ positions
  /// @param added  [A, C] vectors of textual inversions: id vocabulary + a stands for row a;
  ///               undefined when no id is that high
  [[nodiscard]] ClipTextOutput forward(const torch::Tensor& ids, const torch::Tensor& added = {});
  /// The final norm alone, for states of layers before the last ("clip skip").
  [[nodiscard]] torch::Tensor finalNorm(const torch::Tensor& hidden);

  [[nodiscard]] const ClipTextConfig& config() const noexcept { return m_config; }

 private:
  [[nodiscard]] torch::Tensor embed(const torch::Tensor& ids, const torch::Tensor& added);
  [[nodiscard]] torch::Tensor pool(const torch::Tensor& states, const torch::Tensor& ids) const;

  ClipTextConfig m_config;
  Embedding m_tokens{nullptr}, m_positions{nullptr};  // text_model.embeddings.*_embedding
  ClipTransformer m_encoder{nullptr};                 // text_model.encoder
  LayerNorm m_finalNorm{nullptr};                     // text_model.final_layer_norm
  Linear text_projection{nullptr};                    // only with a projection
};
TORCH_MODULE(ClipTextEncoder);

}  // namespace pentimento::nn
