#include "core/networks/adm_unet.h"

#include <algorithm>

#include "core/nn/attention.h"
#include "core/nn/scaled_dot_product_attention.h"

namespace pentimento::nn {
namespace {

using Resampling = ResnetBlockOptions::Resampling;

constexpr double kMaskedScore = -10000;  // what the networks were trained with

int64_t timeWidth(const AdmUnetOptions& o) {
  return 4 * o.widths.front();
}

ResnetBlock admResnet(const AdmUnetOptions& o, int64_t in, int64_t out, Resampling resampling) {
  return ResnetBlock(ResnetBlockOptions{.inChannels = in,
                                        .outChannels = out,
                                        .timeChannels = timeWidth(o),
                                        .groups = o.groups,
                                        .eps = o.eps,
                                        .timeUse = o.timeUse,
                                        .resampling = resampling});
}

torch::Tensor applyResnet(torch::nn::ModuleList list, size_t index, const torch::Tensor& x,
                          const torch::Tensor& time) {
  return list[index]->as<ResnetBlockImpl>()->forward(x, time);
}

}  // namespace

AddedAttentionImpl::AddedAttentionImpl(const AddedAttentionOptions& o)
    : m_heads(o.channels / std::max<int64_t>(o.headWidth, 1)),
      group_norm(
          register_module("group_norm", GroupNorm(GroupNormOptions{o.channels, o.groups, o.eps}))),
      to_q(register_module("to_q", Linear(LinearOptions{o.channels, o.channels}))),
      to_k(register_module("to_k", Linear(LinearOptions{o.channels, o.channels}))),
      to_v(register_module("to_v", Linear(LinearOptions{o.channels, o.channels}))),
      add_k_proj(register_module("add_k_proj", Linear(LinearOptions{o.contextWidth, o.channels}))),
      add_v_proj(register_module("add_v_proj", Linear(LinearOptions{o.contextWidth, o.channels}))),
      to_out(register_module("to_out", torch::nn::ModuleList())) {
  to_out->push_back(Linear(LinearOptions{o.channels, o.channels}));
}

torch::Tensor AddedAttentionImpl::forward(const torch::Tensor& x, const torch::Tensor& context,
                                          const torch::Tensor& mask) {
  const auto tokens = pixelsToTokens(group_norm(x));                     // [N, HW, C]
  const auto keys = torch::cat({add_k_proj(context), to_k(tokens)}, 1);  // [N, L + HW, C]
  const auto values = torch::cat({add_v_proj(context), to_v(tokens)}, 1);
  AttentionOptions options{.heads = m_heads};
  if (mask.defined()) {
    auto bias = (1 - mask.to(tokens.dtype())) * kMaskedScore;     // [N, L]
    bias = torch::constant_pad_nd(bias, {0, tokens.size(1)}, 0);  // pixels are all seen
    options.bias = bias.unsqueeze(1).unsqueeze(1);                // [N, 1, 1, L + HW]
  }
  const auto attended = scaledDotProductAttention(to_q(tokens), keys, values, options);
  return x + tokensToPixels(to_out[0]->as<LinearImpl>()->forward(attended), x);
}

ImageProjectionImpl::ImageProjectionImpl(int64_t in, int64_t tokens, int64_t width, Names names)
    : m_tokens(tokens),
      m_linear(register_module(names.linear, Linear(LinearOptions{in, tokens * width}))),
      m_norm(register_module(names.norm, LayerNorm(LayerNormOptions{width}))) {}

torch::Tensor ImageProjectionImpl::forward(const torch::Tensor& embedding) {
  return m_norm(m_linear(embedding).reshape({embedding.size(0), m_tokens, -1}));
}

AdmLevelImpl::AdmLevelImpl(const AdmUnetOptions& unet, const Options& options)
    : resnets(register_module("resnets", torch::nn::ModuleList())) {
  for (const int64_t in : options.in)
    resnets->push_back(admResnet(unet, in, options.out, Resampling::None));
  if (options.attention) {
    attentions = register_module("attentions", torch::nn::ModuleList());
    // The middle block attends between its two residual blocks, the others after each of theirs.
    const size_t count = options.middle ? 1 : options.in.size();
    for (size_t i = 0; i < count; ++i)
      attentions->push_back(AddedAttention(AddedAttentionOptions{.channels = options.out,
                                                                 .contextWidth = unet.contextWidth,
                                                                 .headWidth = unet.headWidth,
                                                                 .groups = unet.groups,
                                                                 .eps = unet.eps}));
  }
  if (options.resampling != Resampling::None) {
    const bool down = options.resampling == Resampling::Halve;
    resamplers = register_module(down ? "downsamplers" : "upsamplers", torch::nn::ModuleList());
    resamplers->push_back(admResnet(unet, options.out, options.out, options.resampling));
  }
}

AdmUnetImpl::AdmUnetImpl(const AdmUnetOptions& options)
    : m_options(options),
      conv_in(register_module("conv_in", Conv2d(Conv2dOptions{.in = options.inChannels,
                                                              .out = options.widths.front()}))),
      time_embedding(register_module(
          "time_embedding",
          TimestepEmbedding(TimestepEmbeddingOptions{options.widths.front(), timeWidth(options)}))),
      down_blocks(register_module("down_blocks", torch::nn::ModuleList())),
      up_blocks(register_module("up_blocks", torch::nn::ModuleList())),
      conv_norm_out(register_module(
          "conv_norm_out",
          GroupNorm(GroupNormOptions{options.widths.front(), options.groups, options.eps}))),
      conv_out(register_module("conv_out", Conv2d(Conv2dOptions{.in = options.widths.front(),
                                                                .out = options.outChannels}))) {
  if (options.imageWidth > 0) {
    encoder_hid_proj = register_module(
        "encoder_hid_proj",
        ImageProjection(options.imageWidth, options.imageTokens, options.contextWidth,
                        ImageProjectionImpl::Names{"image_embeds", "norm"}));
    add_embedding = register_module(
        "add_embedding", ImageProjection(options.imageWidth, 1, timeWidth(options),
                                         ImageProjectionImpl::Names{"image_proj", "image_norm"}));
  }
  const auto& widths = options.widths;
  const size_t levels = widths.size();
  const auto blocks = static_cast<size_t>(options.blocksPerLevel);
  std::vector<int64_t> skips{widths.front()};
  for (size_t level = 0; level < levels; ++level) {
    const bool last = level + 1 == levels;
    AdmLevelImpl::Options o{.out = widths[level],
                            .resampling = last ? Resampling::None : Resampling::Halve,
                            .attention = options.attention[level]};
    o.in.assign(blocks, widths[level]);
    o.in.front() = level == 0 ? widths.front() : widths[level - 1];
    down_blocks->push_back(AdmLevel(options, o));
    skips.insert(skips.end(), last ? blocks : blocks + 1, widths[level]);
  }
  mid_block = register_module(
      "mid_block", AdmLevel(options, AdmLevelImpl::Options{.in = {widths.back(), widths.back()},
                                                           .out = widths.back(),
                                                           .attention = options.middleAttention,
                                                           .middle = true}));
  int64_t incoming = widths.back();
  for (size_t level = levels; level-- > 0;) {
    AdmLevelImpl::Options o{.out = widths[level],
                            .resampling = level == 0 ? Resampling::None : Resampling::Double,
                            .attention = options.attention[level]};
    for (size_t block = 0; block <= blocks; ++block) {
      o.in.push_back(incoming + skips.back());
      skips.pop_back();
      incoming = widths[level];
    }
    up_blocks->push_back(AdmLevel(options, o));
  }
}

torch::Tensor AdmUnetImpl::imageContext(const torch::Tensor& imageEmbedding) {
  return encoder_hid_proj(imageEmbedding);
}

torch::Tensor AdmUnetImpl::forward(const torch::Tensor& sample, const torch::Tensor& time,
                                   const AdmConditioning& conditioning) {
  auto emb = time_embedding(sinusoidalEmbedding(time, {.channels = m_options.widths.front()}));
  auto context = conditioning.context;
  if (conditioning.timeAddition.defined()) emb = emb + conditioning.timeAddition;
  if (conditioning.imageEmbedding.defined()) {
    emb = emb + add_embedding(conditioning.imageEmbedding).squeeze(1);
    context = imageContext(conditioning.imageEmbedding);
  }
  if (emb.size(0) != sample.size(0)) emb = emb.expand({sample.size(0), -1});

  const auto attend = [&](AdmLevelImpl& level, size_t index, const torch::Tensor& x) {
    if (!level.attentions) return x;
    return level.attentions[index]->as<AddedAttentionImpl>()->forward(x, context,
                                                                      conditioning.contextMask);
  };

  auto x = conv_in(sample);
  std::vector<torch::Tensor> skips{x};
  for (const auto& module : *down_blocks) {
    auto& level = *module->as<AdmLevelImpl>();
    for (size_t i = 0; i < level.resnets->size(); ++i) {
      x = attend(level, i, applyResnet(level.resnets, i, x, emb));
      skips.push_back(x);
    }
    if (!level.resamplers) continue;
    x = applyResnet(level.resamplers, 0, x, emb);
    skips.push_back(x);
  }
  x = applyResnet(mid_block->resnets, 0, x, emb);
  x = attend(*mid_block, 0, x);
  x = applyResnet(mid_block->resnets, 1, x, emb);
  for (const auto& module : *up_blocks) {
    auto& level = *module->as<AdmLevelImpl>();
    for (size_t i = 0; i < level.resnets->size(); ++i) {
      x = torch::cat({x, skips.back()}, 1);
      skips.pop_back();
      x = attend(level, i, applyResnet(level.resnets, i, x, emb));
    }
    if (level.resamplers) x = applyResnet(level.resamplers, 0, x, emb);
  }
  return conv_out(conv_norm_out->forward(x, {.silu = true}));
}

}  // namespace pentimento::nn
