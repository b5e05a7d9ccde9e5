#include "core/networks/clip_text_encoder.h"

#include "core/nn/folder.h"

namespace pentimento::nn {

ClipTextEncoderImpl::ClipTextEncoderImpl(const ClipTextConfig& config)
    : m_config(config),
      m_tokens(config.vocabulary, config.transformer.width),
      m_positions(config.positions, config.transformer.width),
      m_encoder(config.transformer),
      m_finalNorm(LayerNormOptions{config.transformer.width, config.transformer.normEps}) {
  Folder embeddings;
  embeddings->register_module("token_embedding", m_tokens);
  embeddings->register_module("position_embedding", m_positions);
  auto model = register_module("text_model", Folder());
  model->register_module("embeddings", embeddings);
  model->register_module("encoder", m_encoder);
  model->register_module("final_layer_norm", m_finalNorm);
  if (config.projection > 0)
    text_projection =
        register_module("text_projection",
                        Linear(LinearOptions{config.transformer.width, config.projection, false}));
}

ClipTextOutput ClipTextEncoderImpl::forward(const torch::Tensor& ids, const torch::Tensor& added) {
  ClipTextOutput output;
  output.hidden = m_encoder->forward(embed(ids, added), /*causal=*/true);
  output.last = finalNorm(output.hidden.back());
  output.pooled = pool(output.last, ids);
  if (text_projection) output.projected = text_projection(output.pooled);
  return output;
}

torch::Tensor ClipTextEncoderImpl::finalNorm(const torch::Tensor& hidden) {
  return m_finalNorm(hidden);
}

torch::Tensor ClipTextEncoderImpl::embed(const torch::Tensor& ids, const torch::Tensor& added) {
  const auto positions = m_positions->weight.slice(0, 0, ids.size(1));
  if (!added.defined()) return m_tokens(ids) + positions;
  const auto rows = added.to(m_tokens->weight.options());
  const auto isAdded = ids >= m_config.vocabulary;
  const auto known = m_tokens(ids.clamp_max(m_config.vocabulary - 1));
  const auto inserted = torch::embedding(rows, (ids - m_config.vocabulary).clamp_min(0));
  return torch::where(isAdded.unsqueeze(-1), inserted, known) + positions;  // [N, L, C]
}

torch::Tensor ClipTextEncoderImpl::pool(const torch::Tensor& states,
                                        const torch::Tensor& ids) const {
  // Ids of textual inversions are higher than the end token, and are not meant.
  const auto known = ids.masked_fill(ids >= m_config.vocabulary, -1);
  const auto isEnd = m_config.endToken ? known == *m_config.endToken
                                       : known == std::get<0>(known.max(1, /*keepdim=*/true));
  const auto first = isEnd.to(torch::kInt32).argmax(1);  // [N], the first of equals
  return states.index({torch::arange(ids.size(0), ids.options()), first});  // [N, C]
}

}  // namespace pentimento::nn
