/// The U-Net of the unCLIP family: Karlo's decoder and super-resolution, Kandinsky's decoder.
///
/// ADM's design (Dhariwal & Nichol 2021, section 4): resampling happens inside residual blocks, the
/// time embedding scales and shifts the second norm, and attention sees the pixels together with
/// the conditioning tokens. Submodules carry the names of diffusers checkpoints.
#pragma once

#include <vector>

#include "core/base/json.h"
#include "core/nn/convolution.h"
#include "core/nn/group_norm.h"
#include "core/nn/layer_norm.h"
#include "core/nn/linear.h"
#include "core/nn/resnet_block.h"
#include "core/nn/timestep_embedding.h"
#include "core/tensor/torch.h"

namespace pentimento::nn {

struct AdmUnetOptions {
  int64_t inChannels = 3;
  int64_t outChannels = 6;  ///< 2·C where the variance is learned
  std::vector<int64_t> widths{320, 640, 960, 1280};
  std::vector<bool> attention{false, true, true, true};  ///< per level, finest first
  int64_t blocksPerLevel = 3;
  bool middleAttention = true;
  int64_t headWidth = 64;
  int64_t groups = 32;
  double eps = 1e-5;
  ResnetBlockOptions::TimeUse timeUse = ResnetBlockOptions::TimeUse::ScaleShift;
  int64_t contextWidth = 0;  ///< of conditioning tokens
  int64_t imageWidth = 0;    ///< Kandinsky: width of the image embedding; 0 = none
  int64_t imageTokens = 0;   ///< Kandinsky: context tokens made of it
};

/// From a diffusers config.json of UNet2DConditionModel or UNet2DModel; keys that older files lack
/// take diffusers' class defaults.
/// @param imageWidth of the embedding that Kandinsky's decoder takes (in no file: see the tensors)
/// @throws Error(UnsupportedModel) naming the block type that this network does not have
[[nodiscard]] AdmUnetOptions admUnetOptionsFromJson(const Json& config, int64_t imageWidth = 0);

/// What the network is told beside the time; each may be undefined.
struct AdmConditioning {
  torch::Tensor context = {};         ///< [N, L, contextWidth]
  torch::Tensor contextMask = {};     ///< [N, L], 0 = not to be seen
  torch::Tensor timeAddition = {};    ///< [N, 4·widths[0]], added to the time embedding
  torch::Tensor imageEmbedding = {};  ///< [N, imageWidth]; makes context and time addition itself
};

struct AddedAttentionOptions {
  int64_t channels = 0, contextWidth = 0, headWidth = 64, groups = 32;
  double eps = 1e-5;
};

/// Self-attention over pixels whose keys and values are preceded by those of the context.
class AddedAttentionImpl : public torch::nn::Module {
 public:
  explicit AddedAttentionImpl(const AddedAttentionOptions& options);
  /// x: [N, C, H, W], context: [N, L, contextWidth], mask: [N, L] or undefined → [N, C, H, W]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& context,
                                      const torch::Tensor& mask);

 private:
  int64_t m_heads;
  GroupNorm group_norm;
  Linear to_q, to_k, to_v, add_k_proj, add_v_proj;
  torch::nn::ModuleList to_out;
};
TORCH_MODULE(AddedAttention);

/// Kandinsky's way from an image embedding into the network: context tokens, and an addition to the
/// time embedding.
class ImageProjectionImpl : public torch::nn::Module {
 public:
  struct Names {
    const char* linear;
    const char* norm;
  };
  ImageProjectionImpl(int64_t in, int64_t tokens, int64_t width, Names names);
  /// [N, in] → [N, tokens, width]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& embedding);

 private:
  int64_t m_tokens;
  Linear m_linear;
  LayerNorm m_norm;
};
TORCH_MODULE(ImageProjection);

/// One level of either half: residual blocks, attention after each where the level has it, and a
/// residual block that changes the size at its end.
class AdmLevelImpl : public torch::nn::Module {
 public:
  struct Options {
    std::vector<int64_t> in{};  ///< channels of each residual block's input
    int64_t out = 0;
    ResnetBlockOptions::Resampling resampling = ResnetBlockOptions::Resampling::None;
    bool attention = false;
    bool middle = false;
  };
  AdmLevelImpl(const AdmUnetOptions& unet, const Options& options);

  torch::nn::ModuleList resnets;
  torch::nn::ModuleList attentions{nullptr}, resamplers{nullptr};
};
TORCH_MODULE(AdmLevel);

class AdmUnetImpl : public torch::nn::Module {
 public:
  explicit AdmUnetImpl(const AdmUnetOptions& options);

  /// sample: [N, inChannels, H, W], sides divisible by 2^(levels−1); time: [N] or [1], may be
  /// fractional → [N, outChannels, H, W]
  [[nodiscard]] torch::Tensor forward(const torch::Tensor& sample, const torch::Tensor& time,
                                      const AdmConditioning& conditioning = {});
  /// Kandinsky's context tokens: [N, imageWidth] → [N, imageTokens, contextWidth]
  [[nodiscard]] torch::Tensor imageContext(const torch::Tensor& imageEmbedding);

  [[nodiscard]] const AdmUnetOptions& options() const noexcept { return m_options; }

 private:
  AdmUnetOptions m_options;
  Conv2d conv_in;
  TimestepEmbedding time_embedding;
  ImageProjection encoder_hid_proj{nullptr}, add_embedding{nullptr};
  torch::nn::ModuleList down_blocks, up_blocks;
  AdmLevel mid_block{nullptr};
  GroupNorm conv_norm_out;
  Conv2d conv_out;
};
TORCH_MODULE(AdmUnet);

}  // namespace pentimento::nn
