#include "core/networks/kl_coders.h"

#include <utility>

#include "core/nn/attention.h"
#include "core/nn/resample.h"
#include "core/nn/resnet_block.h"

namespace pentimento::nn {
namespace {

using Modules = torch::nn::ModuleList;

constexpr double kCoderEps = 1e-6;

ResnetBlock coderResnet(const KlAutoencoderConfig& config, int64_t in, int64_t out) {
  return ResnetBlock(ResnetBlockOptions{
      .inChannels = in, .outChannels = out, .groups = config.normGroups, .eps = kCoderEps});
}

GroupNorm coderNorm(const KlAutoencoderConfig& config, int64_t channels) {
  return GroupNorm(GroupNormOptions{channels, config.normGroups, kCoderEps});
}

Conv2d coderConvolution(int64_t in, int64_t out) {
  return Conv2d(Conv2dOptions{.in = in, .out = out});
}

struct CoderLevel {
  int64_t in = 0, out = 0, layers = 0;
  bool last = false;  ///< does not change the size
};

/// One level: resnets, and downsamplers.0 or upsamplers.0.
class CoderBlockImpl : public torch::nn::Module {
 public:
  enum class Direction { Down, Up };

  CoderBlockImpl(const KlAutoencoderConfig& config, const CoderLevel& level, Direction direction)
      : resnets(register_module("resnets", Modules())) {
    for (int64_t i = 0; i < level.layers; ++i)
      resnets->push_back(coderResnet(config, i == 0 ? level.in : level.out, level.out));
    if (level.last) return;
    if (direction == Direction::Down) {
      m_down = Downsample(level.out, DownsampleImpl::Padding::RightBottom);
      register_module("downsamplers", Modules(m_down));
    } else {
      m_up = Upsample(level.out);
      register_module("upsamplers", Modules(m_up));
    }
  }

  torch::Tensor forward(torch::Tensor x) {
    for (const auto& resnet : *resnets) x = resnet->as<ResnetBlock>()->forward(x);
    if (m_down) x = m_down(x);
    if (m_up) x = m_up(x);
    return x;
  }

 private:
  Modules resnets;
  Downsample m_down{nullptr};
  Upsample m_up{nullptr};
};
TORCH_MODULE(CoderBlock);

}  // namespace

KlMidBlockImpl::KlMidBlockImpl(const KlAutoencoderConfig& config)
    : resnets(register_module("resnets", Modules())) {
  const int64_t channels = config.channels.back();
  if (config.midAttention) {
    attentions = register_module("attentions", Modules());
    attentions->push_back(SpatialAttention(SpatialAttentionOptions{
        .channels = channels, .groups = config.normGroups, .eps = kCoderEps}));
  }
  for (int i = 0; i < 2; ++i) resnets->push_back(coderResnet(config, channels, channels));
}

torch::Tensor KlMidBlockImpl::forward(const torch::Tensor& x) {
  auto h = resnets[0]->as<ResnetBlock>()->forward(x);
  if (attentions) h = attentions[0]->as<SpatialAttention>()->forward(h);
  return resnets[1]->as<ResnetBlock>()->forward(h);
}

KlEncoderImpl::KlEncoderImpl(const KlAutoencoderConfig& config)
    : conv_in(register_module("conv_in",
                              coderConvolution(config.imageChannels, config.channels.front()))),
      down_blocks(register_module("down_blocks", Modules())),
      mid_block(register_module("mid_block", KlMidBlock(config))),
      conv_norm_out(register_module("conv_norm_out", coderNorm(config, config.channels.back()))),
      conv_out(register_module(
          "conv_out", coderConvolution(config.channels.back(), 2 * config.latentChannels))) {
  const auto& channels = config.channels;
  for (size_t i = 0; i < channels.size(); ++i)
    down_blocks->push_back(CoderBlock(config,
                                      CoderLevel{channels[i == 0 ? 0 : i - 1], channels[i],
                                                 config.layersPerLevel, i + 1 == channels.size()},
                                      CoderBlockImpl::Direction::Down));
}

// Feature maps of the picture's size are the largest: none is held while a block has done with it.
torch::Tensor KlEncoderImpl::forward(const torch::Tensor& picture) {
  auto h = conv_in(picture);
  for (const auto& block : *down_blocks) h = block->as<CoderBlock>()->forward(std::move(h));
  h = mid_block(h);
  return conv_out->convolve(conv_norm_out->lazily(h, {.silu = true}));
}

KlDecoderImpl::KlDecoderImpl(const KlAutoencoderConfig& config)
    : conv_in(register_module("conv_in",
                              coderConvolution(config.latentChannels, config.channels.back()))),
      mid_block(register_module("mid_block", KlMidBlock(config))),
      up_blocks(register_module("up_blocks", Modules())),
      conv_norm_out(register_module("conv_norm_out", coderNorm(config, config.channels.front()))),
      conv_out(register_module("conv_out",
                               coderConvolution(config.channels.front(), config.imageChannels))) {
  const auto& channels = config.channels;
  for (size_t i = channels.size(); i-- > 0;)
    up_blocks->push_back(CoderBlock(config,
                                    CoderLevel{channels[std::min(i + 1, channels.size() - 1)],
                                               channels[i], config.layersPerLevel + 1, i == 0},
                                    CoderBlockImpl::Direction::Up));
}

torch::Tensor KlDecoderImpl::forward(const torch::Tensor& latents) {
  auto h = mid_block(conv_in(latents));
  for (const auto& block : *up_blocks) h = block->as<CoderBlock>()->forward(std::move(h));
  return conv_out->convolve(conv_norm_out->lazily(h, {.silu = true}));
}

}  // namespace pentimento::nn
