/// A CLIP as the generator holds it: pictures and texts to embeddings that can be kept.
#pragma once

#include <functional>
#include <string>

#include "core/api/picture_match.h"
#include "core/pipelines/model_family.h"
#include "core/tensor/torch.h"

namespace pentimento {

/// Thread-safety: one call at a time.
class ClipEmbedder {
 public:
  /// @param load a card of family Clip, or of a model with a CLIP's text and image encoder
  /// @throws Error(UnsupportedModel) when the card has no such pair; Cancelled
  ClipEmbedder(const LoadRequest& load, const RunContext& run);

  /// @throws Error(InvalidInput) for pictures too small to see anything in; Cancelled
  [[nodiscard]] EmbeddingResult embed(const EmbeddingRequest& request, const RunContext& run);

 private:
  void usePair(const LoadRequest& load, const RunContext& run);
  void useSmall(const LoadRequest& load, const ModelPart& part, const RunContext& run);

  std::function<torch::Tensor(const std::string& text)> m_text;  // [1, E]
  std::function<torch::Tensor(const Image& picture)> m_picture;  // [1, E]
  double m_scale = 100;
  std::string m_identity;
};

}  // namespace pentimento
