/// A small U-Net on pixels, conditioned on time, a vector and tokens: the decoder and the upsampler
/// of the built-in model. The decoder follows Ramesh et al. 2022 (section 2.1) in miniature.
#pragma once

#include <vector>

#include "core/tensor/torch.h"

namespace pentimento::nn {

struct PixelUnetOptions {
  int64_t inChannels = 7;  ///< noisy picture 3, known picture 3, mask 1
  int64_t outChannels = 3;
  int64_t patch = 4;  ///< pixels are folded into channels, patch × patch at a time
  std::vector<int64_t> widths{96, 192};
  std::vector<bool> attention{false, true};  ///< per level
  int64_t blocks = 1;  ///< per level, on the way down; the middle has one more
  int64_t heads = 4;
  int64_t tokenWidth = 128;   ///< of the text tokens; 0 = none are read
  int64_t vectorWidth = 128;  ///< of the conditioning vector; 0 = none
  int64_t timeWidth = 256;
};

/// What steers a U-Net besides time; undefined members are left out.
struct UnetConditions {
  torch::Tensor tokens;     ///< [N, T, tokenWidth]
  torch::Tensor tokenBias;  ///< [N, 1, 1, T]: 0, or very negative where a token is padding
  torch::Tensor vector;     ///< [N, vectorWidth]
};

class PixelUnetImpl : public torch::nn::Module {
 public:
  explicit PixelUnetImpl(const PixelUnetOptions& options);
  /// x: [N, Cin, H, W]; time: [N], 0 = clean .. 1 = noise  ->  [N, Cout, H, W]
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& time,
                        const UnetConditions& conditions);

 private:
  PixelUnetOptions m_options;
  torch::nn::Linear time_in, time_out, vector_in{nullptr};
  torch::nn::Conv2d conv_in, conv_out;
  torch::nn::GroupNorm norm_out;
  torch::nn::ModuleList down, downsample, middle, up, upsample;
};
TORCH_MODULE(PixelUnet);

}  // namespace pentimento::nn
