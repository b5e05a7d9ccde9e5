#include "core/networks/unet_blocks.h"

#include "core/nn/resample.h"
#include "core/nn/resnet_block.h"
#include "core/nn/spatial_transformer.h"

namespace pentimento::nn {
namespace {

using Modules = torch::nn::ModuleList;

ResnetBlock unetResnet(const UnetConfig& config, int64_t in, int64_t out) {
  return ResnetBlock(ResnetBlockOptions{.inChannels = in,
                                        .outChannels = out,
                                        .timeChannels = config.timeChannels(),
                                        .groups = config.normGroups,
                                        .eps = config.normEps});
}

SpatialTransformer unetTransformer(const UnetConfig& config, const UnetConfig::Level& level,
                                   int64_t layers) {
  return SpatialTransformer(SpatialTransformerOptions{.channels = level.channels,
                                                      .contextChannels = config.contextChannels,
                                                      .heads = level.heads,
                                                      .layers = layers,
                                                      .groups = config.normGroups,
                                                      .linearProjection = config.linearProjection});
}

torch::Tensor resnetAt(Modules& resnets, size_t i, const torch::Tensor& x,
                       const UnetBlockCondition& condition) {
  return resnets[i]->as<ResnetBlock>()->forward(x, condition.time);
}

torch::Tensor attentionAt(Modules& attentions, size_t i, const torch::Tensor& x,
                          const UnetBlockCondition& condition) {
  return attentions[i]->as<SpatialTransformer>()->forward(x, condition.context);
}

/// Channels of the skip connections that an up block takes, in the order in which it takes them.
std::vector<int64_t> skipChannels(const UnetConfig& config, size_t level) {
  const auto& levels = config.levels;
  std::vector<int64_t> channels(config.layersPerLevel, levels[level].channels);
  channels.push_back(levels[level == 0 ? 0 : level - 1].channels);
  return channels;
}

}  // namespace

UnetDownBlockImpl::UnetDownBlockImpl(const UnetConfig& config, size_t level)
    : resnets(register_module("resnets", Modules())) {
  const auto& own = config.levels[level];
  int64_t in = config.levels[level == 0 ? 0 : level - 1].channels;
  for (int64_t i = 0; i < config.layersPerLevel; ++i, in = own.channels)
    resnets->push_back(unetResnet(config, in, own.channels));
  if (own.transformerLayers > 0) {
    attentions = register_module("attentions", Modules());
    for (int64_t i = 0; i < config.layersPerLevel; ++i)
      attentions->push_back(unetTransformer(config, own, own.transformerLayers));
  }
  if (level + 1 < config.levels.size())
    downsamplers = register_module(
        "downsamplers", Modules(Downsample(own.channels, DownsampleImpl::Padding::Symmetric)));
}

torch::Tensor UnetDownBlockImpl::forward(torch::Tensor x, const UnetBlockCondition& condition,
                                         std::vector<torch::Tensor>& skips) {
  for (size_t i = 0; i < resnets->size(); ++i) {
    x = resnetAt(resnets, i, x, condition);
    if (attentions) x = attentionAt(attentions, i, x, condition);
    skips.push_back(x);
  }
  if (downsamplers) {
    x = downsamplers[0]->as<Downsample>()->forward(x);
    skips.push_back(x);
  }
  return x;
}

UnetMidBlockImpl::UnetMidBlockImpl(const UnetConfig& config)
    : attentions(register_module("attentions", Modules())),
      resnets(register_module("resnets", Modules())) {
  const auto& level = config.levels.back();
  attentions->push_back(unetTransformer(config, level, config.midTransformerLayers));
  for (int i = 0; i < 2; ++i)
    resnets->push_back(unetResnet(config, level.channels, level.channels));
}

torch::Tensor UnetMidBlockImpl::forward(const torch::Tensor& x,
                                        const UnetBlockCondition& condition) {
  auto h = resnetAt(resnets, 0, x, condition);
  h = attentionAt(attentions, 0, h, condition);
  return resnetAt(resnets, 1, h, condition);
}

UnetUpBlockImpl::UnetUpBlockImpl(const UnetConfig& config, size_t level)
    : resnets(register_module("resnets", Modules())) {
  const auto& levels = config.levels;
  const auto& own = levels[level];
  int64_t in = levels[std::min(level + 1, levels.size() - 1)].channels;
  for (const int64_t skip : skipChannels(config, level)) {
    resnets->push_back(unetResnet(config, in + skip, own.channels));
    in = own.channels;
  }
  if (own.transformerLayers > 0) {
    attentions = register_module("attentions", Modules());
    for (size_t i = 0; i < resnets->size(); ++i)
      attentions->push_back(unetTransformer(config, own, own.transformerLayers));
  }
  if (level > 0) upsamplers = register_module("upsamplers", Modules(Upsample(own.channels)));
}

torch::Tensor UnetUpBlockImpl::forward(torch::Tensor x, const UnetBlockCondition& condition,
                                       std::vector<torch::Tensor>& skips) {
  for (size_t i = 0; i < resnets->size(); ++i) {
    x = torch::cat({x, skips.back()}, 1);
    skips.pop_back();
    x = resnetAt(resnets, i, x, condition);
    if (attentions) x = attentionAt(attentions, i, x, condition);
  }
  // Odd sizes were rounded up when they were halved: the skip knows what they were.
  if (upsamplers) x = upsamplers[0]->as<Upsample>()->enlargeTo(x, skips.back().sizes().slice(2));
  return x;
}

}  // namespace pentimento::nn
