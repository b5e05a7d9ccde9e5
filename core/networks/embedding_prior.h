/// The diffusion prior in small (Ramesh et al. 2022, section 2.2): caption → CLIP image embedding.
#pragma once

#include "core/networks/caption_encoder.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

struct EmbeddingPriorOptions {
  CaptionEncoderOptions caption;  ///< its tokens are read by the prior's own embedding
  int64_t embedding = 128;
  int64_t layers = 3;
};

class EmbeddingPriorImpl : public torch::nn::Module {
 public:
  explicit EmbeddingPriorImpl(const EmbeddingPriorOptions& options);
  /// One sequence: caption states, CLIP text embedding, time, noised image embedding, query.
  /// noisy, textEmbedding: [N, E]; time: [N], 0..1; tokens: [N, T]
  /// @returns x0, the image embedding times sqrt(E): [N, E]
  torch::Tensor forward(const torch::Tensor& noisy, const torch::Tensor& time,
                        const torch::Tensor& tokens, const torch::Tensor& textEmbedding);

 private:
  CaptionEncoder caption;
  torch::nn::Linear text_in, time_in, image_in, out;
  torch::Tensor query;
  torch::nn::ModuleList layers;
  torch::nn::LayerNorm norm_out;
};
TORCH_MODULE(EmbeddingPrior);

}  // namespace pentimento::nn
