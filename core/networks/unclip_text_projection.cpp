#include "core/networks/unclip_text_projection.h"

#include "core/base/error.h"
#include "core/networks/shapes.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {

UnclipTextProjectionOptions unclipTextProjectionOptionsFromJson(const Json& config) try {
  requireSizes(config);
  UnclipTextProjectionOptions o;
  o.embeddingWidth = config.value("clip_embeddings_dim", o.embeddingWidth);
  o.imageTokens = config.value("clip_extra_context_tokens", o.imageTokens);
  o.contextWidth = config.at("cross_attention_dim");
  o.timeWidth = config.at("time_embed_dim");
  return o;
} catch (const Json::exception& error) {
  throw Error(ErrorKind::UnsupportedModel, "the text projection's configuration cannot be used: {}",
              error.what());
}

UnclipTextProjectionImpl::UnclipTextProjectionImpl(const UnclipTextProjectionOptions& o)
    : m_options(o),
      learned_classifier_free_guidance_embeddings(
          register_parameter("learned_classifier_free_guidance_embeddings",
                             uninitializedParameter({o.embeddingWidth}))),
      embedding_proj(
          register_module("embedding_proj", Linear(LinearOptions{o.embeddingWidth, o.timeWidth}))),
      clip_image_embeddings_project_to_time_embeddings(
          register_module("clip_image_embeddings_project_to_time_embeddings",
                          Linear(LinearOptions{o.embeddingWidth, o.timeWidth}))),
      clip_extra_context_tokens_proj(
          register_module("clip_extra_context_tokens_proj",
                          Linear(LinearOptions{o.embeddingWidth, o.imageTokens * o.contextWidth}))),
      encoder_hidden_states_proj(register_module(
          "encoder_hidden_states_proj", Linear(LinearOptions{o.embeddingWidth, o.contextWidth}))),
      text_encoder_hidden_states_norm(register_module(
          "text_encoder_hidden_states_norm", LayerNorm(LayerNormOptions{o.contextWidth}))) {}

UnclipTextProjectionImpl::Output UnclipTextProjectionImpl::forward(const Input& input) {
  Output output;
  output.timeAddition = embedding_proj(input.textEmbedding) +
                        clip_image_embeddings_project_to_time_embeddings(input.imageEmbedding);
  // Token k holds every imageTokens-th value of the projection, as the checkpoints have it.
  const auto imageTokens = clip_extra_context_tokens_proj(input.imageEmbedding)
                               .reshape({-1, m_options.contextWidth, m_options.imageTokens})
                               .transpose(1, 2);  // [N, imageTokens, contextWidth]
  const auto textTokens =
      text_encoder_hidden_states_norm(encoder_hidden_states_proj(input.textStates));
  output.context = torch::cat({imageTokens, textTokens}, 1);
  return output;
}

torch::Tensor UnclipTextProjectionImpl::noImage() const {
  return learned_classifier_free_guidance_embeddings.unsqueeze(0);
}

}  // namespace pentimento::nn
