#include "core/nn/embedding.h"

#include "core/tensor/placement.h"

namespace pentimento::nn {

EmbeddingImpl::EmbeddingImpl(int64_t rows, int64_t width) {
  weight = register_parameter("weight", uninitializedParameter({rows, width}));
}

torch::Tensor EmbeddingImpl::forward(const torch::Tensor& ids) {
  return torch::embedding(weight, ids);
}

}  // namespace pentimento::nn
