#include "core/networks/unet.h"

#include "core/nn/in_place.h"

namespace pentimento::nn {
namespace {

TimestepEmbeddingOptions timeOptions(const UnetConfig& config) {
  return {.in = config.levels.front().channels,
          .out = config.timeChannels(),
          .conditionChannels = config.guidanceChannels};
}

void addResiduals(std::vector<torch::Tensor>& skips, const UnetResiduals& residuals) {
  if (residuals.skips.empty()) return;
  TORCH_CHECK(residuals.skips.size() == skips.size(),
              "a control network of another shape: ", residuals.skips.size(), " residuals for ",
              skips.size(), " skip connections");
  // Not in place: the last skip is also the input of the middle block.
  for (size_t i = 0; i < skips.size(); ++i) skips[i] = skips[i] + residuals.skips[i];
}

}  // namespace

UnetImpl::UnetImpl(const UnetConfig& config)
    : m_config(config),
      conv_in(register_module(
          "conv_in",
          Conv2d(Conv2dOptions{.in = config.inChannels, .out = config.levels.front().channels}))),
      time_embedding(register_module("time_embedding", TimestepEmbedding(timeOptions(config)))),
      down_blocks(register_module("down_blocks", torch::nn::ModuleList())),
      up_blocks(register_module("up_blocks", torch::nn::ModuleList())),
      mid_block(register_module("mid_block", UnetMidBlock(config))),
      conv_norm_out(register_module(
          "conv_norm_out", GroupNorm(GroupNormOptions{config.levels.front().channels,
                                                      config.normGroups, config.normEps}))),
      conv_out(register_module(
          "conv_out",
          Conv2d(Conv2dOptions{.in = config.levels.front().channels, .out = config.outChannels}))) {
  if (config.additionChannels > 0)
    add_embedding = register_module(
        "add_embedding", TimestepEmbedding(TimestepEmbeddingOptions{.in = config.additionChannels,
                                                                    .out = config.timeChannels()}));
  for (size_t level = 0; level < config.levels.size(); ++level)
    down_blocks->push_back(UnetDownBlock(config, level));
  for (size_t level = config.levels.size(); level-- > 0;)
    up_blocks->push_back(UnetUpBlock(config, level));
}

torch::Tensor UnetImpl::embedTime(const torch::Tensor& times, int64_t pictures,
                                  const UnetCondition& condition) {
  const SinusoidOptions sinusoid{.channels = m_config.levels.front().channels,
                                 .cosineFirst = m_config.cosineFirst,
                                 .shift = m_config.frequencyShift};
  auto time = time_embedding(sinusoidalEmbedding(times.reshape({-1}).expand({pictures}), sinusoid),
                             condition.guidance);  // [N, T]
  if (!add_embedding) return time;

  const SinusoidOptions sizes{.channels = m_config.sizeChannels,
                              .cosineFirst = m_config.cosineFirst,
                              .shift = m_config.frequencyShift};
  const auto embedded =
      sinusoidalEmbedding(condition.sizes.reshape({-1}), sizes).view({pictures, -1});
  const auto addition =
      torch::cat({condition.textEmbedding.to(embedded.dtype()), embedded}, 1);  // [N, A]
  return addReusing(time, add_embedding(addition));
}

torch::Tensor UnetImpl::forward(const torch::Tensor& x, const torch::Tensor& times,
                                const UnetCondition& condition, const UnetResiduals& residuals) {
  const auto dtype = conv_in->weight.scalar_type();
  const UnetBlockCondition blocks{embedTime(times.to(x.device()), x.size(0), condition),
                                  {condition.context.to(dtype), condition.keyValues}};
  auto h = conv_in(x.to(dtype));  // [N, C0, H, W]
  std::vector<torch::Tensor> skips{h};
  for (const auto& block : *down_blocks) h = block->as<UnetDownBlock>()->forward(h, blocks, skips);
  addResiduals(skips, residuals);
  h = mid_block(h, blocks);
  if (residuals.middle.defined()) h = h + residuals.middle;
  for (const auto& block : *up_blocks) h = block->as<UnetUpBlock>()->forward(h, blocks, skips);
  return conv_out(conv_norm_out->forward(h, {.silu = true})).to(x.dtype());
}

}  // namespace pentimento::nn
