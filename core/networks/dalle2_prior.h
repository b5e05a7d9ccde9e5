/// The diffusion prior of the dalle2-pytorch library, whose public weights LAION trained.
#pragma once

#include "core/networks/dalle2_attention.h"
#include "core/nn/embedding.h"
#include "core/weights/tensor_source.h"

namespace pentimento::nn {

struct Dalle2PriorOptions {
  int64_t width = 768;  ///< of CLIP's embeddings
  int64_t layers = 12, heads = 12, headWidth = 64;
  int64_t feedForward = 4;  ///< hidden width over `width`
  int64_t trainingSteps = 1000, textTokens = 77;
  bool normformer = true, rotary = true;
};

/// From names and shapes of a state dictionary ("net.…"). @throws Error(UnsupportedModel)
[[nodiscard]] Dalle2PriorOptions dalle2PriorOptionsFromTensors(const TensorSource& source);

struct Dalle2PriorText {
  torch::Tensor embedding;  ///< [N, width]
  torch::Tensor encodings;  ///< [N, L, width]; rows of zeros are padding; undefined: no text
};

/// Tokens: text, its embedding, time, noised image embedding, and a learned query whose output is
/// the clean embedding times sqrt(width). Submodules carry the library's names without "net.".
class Dalle2PriorImpl : public torch::nn::Module {
 public:
  explicit Dalle2PriorImpl(const Dalle2PriorOptions& options);

  /// noised: [N, width]; time: [N] int64
  /// @param drop  everything is replaced by what stands for nothing, as guidance needs it
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& noised, const torch::Tensor& time,
                                      const Dalle2PriorText& text, bool drop = false);
  [[nodiscard]] const Dalle2PriorOptions& options() const noexcept { return m_options; }

 private:
  struct Layer {
    MultiQueryAttention attention{nullptr};
    GainNorm norm{nullptr}, innerNorm{nullptr};
    Linear widen{nullptr}, narrow{nullptr};
  };
  [[nodiscard]] torch::Tensor positionBias(int64_t length) const;

  Dalle2PriorOptions m_options;
  torch::Tensor learned_query, null_text_encodings, null_text_embeds, null_image_embed;
  Embedding m_times{nullptr}, m_distances{nullptr};
  std::vector<Layer> m_layers;
  GainNorm m_norm{nullptr};
  Linear m_out{nullptr};
};
TORCH_MODULE(Dalle2Prior);

}  // namespace pentimento::nn
