#pragma once

#include "core/tensor/torch.h"

namespace pentimento::nn {

/// A table of vectors, one per id. Uninitialised (see PlacementScope).
class EmbeddingImpl : public torch::nn::Module {
 public:
  EmbeddingImpl(int64_t rows, int64_t width);
  /// [...] int64 → [..., width]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& ids);

  torch::Tensor weight;  ///< [rows, width]
};
TORCH_MODULE(Embedding);

}  // namespace pentimento::nn
