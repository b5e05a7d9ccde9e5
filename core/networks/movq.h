/// MOVQ, Kandinsky's autoencoder: a VQGAN whose decoder is modulated by the latents at every norm
/// (Zheng et al. 2022). Pictures shrink by 2^(levels−1). Kandinsky decodes latents without
/// quantising.
#pragma once

#include <vector>

#include "core/base/json.h"
#include "core/nn/convolution.h"
#include "core/nn/group_norm.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

struct MovqOptions {
  int64_t imageChannels = 3, latentChannels = 4;
  std::vector<int64_t> widths{128, 256, 256, 512};
  std::vector<bool> attention{false, false, false, true};  ///< per level, finest first
  int64_t blocksPerLevel = 2;
  int64_t groups = 32;    ///< of the encoder; the decoder's norms always have 32
  int64_t codes = 16384;  ///< entries of the codebook
  int64_t codeWidth = 4;
};

/// From a diffusers config.json of VQModel with norm_type "spatial". @throws
/// Error(UnsupportedModel)
[[nodiscard]] MovqOptions movqOptionsFromJson(const Json& config);

/// Group norm whose scale and shift are read from the latents at each pixel.
class SpatialNormImpl : public torch::nn::Module {
 public:
  SpatialNormImpl(int64_t channels, int64_t latentChannels);
  /// x: [N, C, H, W]; latents: [N, Cz, h, w], enlarged by nearest → [N, C, H, W]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& latents);

 private:
  GroupNorm norm_layer;
  Conv2d conv_y, conv_b;
};
TORCH_MODULE(SpatialNorm);

class MovqImpl : public torch::nn::Module {
 public:
  explicit MovqImpl(const MovqOptions& options);

  /// pixels: [N, 3, H, W] in −1..1 → latents [N, latentChannels, H/f, W/f], no scaling factor
  [[nodiscard]] torch::Tensor encode(const torch::Tensor& pixels);
  /// latents → pixels [N, 3, H, W], about −1..1
  [[nodiscard]] torch::Tensor decode(const torch::Tensor& latents);
  /// Index of the nearest code at each position: [N, h, w] int64.
  [[nodiscard]] torch::Tensor nearestCodes(const torch::Tensor& latents);
  /// The codes themselves: [N, h, w] → [N, codeWidth, h, w]
  [[nodiscard]] torch::Tensor codeVectors(const torch::Tensor& codes);

  [[nodiscard]] int64_t shrink() const { return int64_t{1} << (m_options.widths.size() - 1); }
  [[nodiscard]] const MovqOptions& options() const noexcept { return m_options; }

 private:
  class EncoderImpl;
  class DecoderImpl;

  MovqOptions m_options;
  std::shared_ptr<EncoderImpl> encoder;
  std::shared_ptr<DecoderImpl> decoder;
  Conv2d quant_conv, post_quant_conv;
  torch::Tensor m_codebook;  // quantize.embedding.weight
};
TORCH_MODULE(Movq);

}  // namespace pentimento::nn
