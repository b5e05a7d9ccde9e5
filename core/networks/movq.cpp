#include "core/networks/movq.h"

#include "core/base/error.h"
#include "core/networks/shapes.h"
#include "core/nn/attention.h"
#include "core/nn/resample.h"
#include "core/nn/resnet_block.h"
#include "core/nn/scaled_dot_product_attention.h"
#include "core/tensor/placement.h"

namespace pentimento::nn {
// Named, because classes of the header have these as members.
namespace movq_parts {

constexpr double kMovqEps = 1e-6;
constexpr int64_t kSpatialNormGroups = 32;  // whatever the configuration says, as in the original

/// Residual block whose norms are spatial.
class MovqResnetImpl : public torch::nn::Module {
 public:
  MovqResnetImpl(int64_t in, int64_t out, int64_t latentChannels)
      : norm1(register_module("norm1", SpatialNorm(in, latentChannels))),
        norm2(register_module("norm2", SpatialNorm(out, latentChannels))),
        conv1(register_module("conv1", Conv2d(Conv2dOptions{.in = in, .out = out}))),
        conv2(register_module("conv2", Conv2d(Conv2dOptions{.in = out, .out = out}))) {
    if (in != out)
      conv_shortcut = register_module("conv_shortcut",
                                      Conv2d(Conv2dOptions{.in = in, .out = out, .kernel = 1}));
  }
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& latents) {
    auto h = conv1(torch::silu(norm1(x, latents)));
    h = conv2(torch::silu(norm2(h, latents)));
    return h + (conv_shortcut ? conv_shortcut(x) : x);
  }

 private:
  SpatialNorm norm1, norm2;
  Conv2d conv1, conv2;
  Conv2d conv_shortcut{nullptr};
};
TORCH_MODULE(MovqResnet);

/// Self-attention among pixels behind a spatial norm.
class MovqAttentionImpl : public AttentionImpl {
 public:
  MovqAttentionImpl(int64_t channels, int64_t latentChannels)
      : AttentionImpl(
            AttentionLayerOptions{.channels = channels, .heads = 1, .projectionBias = true}),
        spatial_norm(register_module("spatial_norm", SpatialNorm(channels, latentChannels))) {}
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& latents) {
    const auto tokens = pixelsToTokens(spatial_norm(x, latents));
    const auto attended =
        scaledDotProductAttention(to_q(tokens), to_k(tokens), to_v(tokens), {.heads = 1});
    return x + tokensToPixels(to_out[0]->as<LinearImpl>()->forward(attended), x);
  }

 private:
  SpatialNorm spatial_norm;
};
TORCH_MODULE(MovqAttention);

/// A bare container: the names of a checkpoint's levels, without behaviour.
struct MovqLevelImpl : torch::nn::Module {
  torch::nn::ModuleList resnets = register_module("resnets", torch::nn::ModuleList());
  torch::nn::ModuleList attentions{nullptr}, resamplers{nullptr};
  torch::nn::ModuleList& withAttentions() {
    if (!attentions) attentions = register_module("attentions", torch::nn::ModuleList());
    return attentions;
  }
};
TORCH_MODULE(MovqLevel);

ResnetBlock encoderResnet(const MovqOptions& o, int64_t in, int64_t out) {
  return ResnetBlock(ResnetBlockOptions{.inChannels = in,
                                        .outChannels = out,
                                        .timeChannels = 0,
                                        .groups = o.groups,
                                        .eps = kMovqEps});
}

SpatialAttention encoderAttention(const MovqOptions& o, int64_t channels) {
  return SpatialAttention(SpatialAttentionOptions{
      .channels = channels, .heads = 1, .groups = o.groups, .eps = kMovqEps});
}

bool movqBlockAttends(const std::string& type) {
  if (type == "DownEncoderBlock2D") return false;
  if (type == "AttnDownEncoderBlock2D") return true;
  throw Error(ErrorKind::UnsupportedModel,
              "the autoencoder has blocks of the type {}, which MOVQ does not have", type);
}

}  // namespace movq_parts
using namespace movq_parts;

MovqOptions movqOptionsFromJson(const Json& config) try {
  if (config.value("norm_type", std::string("group")) != "spatial")
    throw Error(ErrorKind::UnsupportedModel,
                "this is a quantising autoencoder, but not MOVQ (norm_type is not \"spatial\")");
  requireSizes(config);
  MovqOptions o;
  o.imageChannels = config.value("in_channels", o.imageChannels);
  o.latentChannels = config.value("latent_channels", o.latentChannels);
  o.widths = config.at("block_out_channels").get<std::vector<int64_t>>();
  o.attention.clear();
  for (const Json& type : config.at("down_block_types"))
    o.attention.push_back(movqBlockAttends(type));
  o.blocksPerLevel = config.value("layers_per_block", int64_t{1});
  o.groups = config.value("norm_num_groups", int64_t{32});
  o.codes = config.value("num_vq_embeddings", o.codes);
  const auto width = config.find("vq_embed_dim");
  o.codeWidth =
      width == config.end() || width->is_null() ? o.latentChannels : width->get<int64_t>();
  if (o.widths.empty() || o.attention.size() != o.widths.size())
    throw Error(ErrorKind::UnsupportedModel, "MOVQ's configuration has {} widths for {} levels",
                o.widths.size(), o.attention.size());
  return o;
} catch (const Json::exception& error) {
  throw Error(ErrorKind::UnsupportedModel, "MOVQ's configuration cannot be used: {}", error.what());
}

SpatialNormImpl::SpatialNormImpl(int64_t channels, int64_t latentChannels)
    : norm_layer(register_module(
          "norm_layer", GroupNorm(GroupNormOptions{channels, kSpatialNormGroups, kMovqEps}))),
      conv_y(register_module(
          "conv_y", Conv2d(Conv2dOptions{.in = latentChannels, .out = channels, .kernel = 1}))),
      conv_b(register_module(
          "conv_b", Conv2d(Conv2dOptions{.in = latentChannels, .out = channels, .kernel = 1}))) {}

torch::Tensor SpatialNormImpl::forward(const torch::Tensor& x, const torch::Tensor& latents) {
  const auto zq = torch::upsample_nearest2d(latents, {x.size(2), x.size(3)});
  return norm_layer(x) * conv_y(zq) + conv_b(zq);
}

class MovqImpl::EncoderImpl : public torch::nn::Module {
 public:
  explicit EncoderImpl(const MovqOptions& o)
      : conv_in(register_module(
            "conv_in", Conv2d(Conv2dOptions{.in = o.imageChannels, .out = o.widths.front()}))),
        conv_norm_out(register_module(
            "conv_norm_out", GroupNorm(GroupNormOptions{o.widths.back(), o.groups, kMovqEps}))),
        conv_out(register_module(
            "conv_out", Conv2d(Conv2dOptions{.in = o.widths.back(), .out = o.latentChannels}))) {
    int64_t in = o.widths.front();
    for (size_t level = 0; level < o.widths.size(); ++level) {
      MovqLevel block;
      for (int64_t i = 0; i < o.blocksPerLevel; ++i) {
        block->resnets->push_back(encoderResnet(o, in, o.widths[level]));
        if (o.attention[level])
          block->withAttentions()->push_back(encoderAttention(o, o.widths[level]));
        in = o.widths[level];
      }
      if (level + 1 < o.widths.size()) {
        block->resamplers = block->register_module("downsamplers", torch::nn::ModuleList());
        block->resamplers->push_back(Downsample(in, DownsampleImpl::Padding::RightBottom));
      }
      down_blocks->push_back(block);
    }
    mid_block->resnets->push_back(encoderResnet(o, in, in));
    mid_block->resnets->push_back(encoderResnet(o, in, in));
    mid_block->withAttentions()->push_back(encoderAttention(o, in));
  }

  torch::Tensor forward(const torch::Tensor& pixels) {
    auto x = conv_in(pixels);
    for (const auto& module : *down_blocks) {
      auto& level = *module->as<MovqLevelImpl>();
      for (size_t i = 0; i < level.resnets->size(); ++i) {
        x = level.resnets[i]->as<ResnetBlockImpl>()->forward(x);
        if (level.attentions) x = level.attentions[i]->as<SpatialAttentionImpl>()->forward(x);
      }
      if (level.resamplers) x = level.resamplers[0]->as<DownsampleImpl>()->forward(x);
    }
    x = mid_block->resnets[0]->as<ResnetBlockImpl>()->forward(x);
    x = mid_block->attentions[0]->as<SpatialAttentionImpl>()->forward(x);
    x = mid_block->resnets[1]->as<ResnetBlockImpl>()->forward(x);
    return conv_out(conv_norm_out->forward(x, {.silu = true}));
  }

 private:
  Conv2d conv_in;
  torch::nn::ModuleList down_blocks = register_module("down_blocks", torch::nn::ModuleList());
  MovqLevel mid_block = register_module("mid_block", MovqLevel());
  GroupNorm conv_norm_out;
  Conv2d conv_out;
};

class MovqImpl::DecoderImpl : public torch::nn::Module {
 public:
  explicit DecoderImpl(const MovqOptions& o)
      : conv_in(register_module(
            "conv_in", Conv2d(Conv2dOptions{.in = o.latentChannels, .out = o.widths.back()}))),
        conv_norm_out(register_module("conv_norm_out", SpatialNorm(o.widths.front(), o.codeWidth))),
        conv_out(register_module(
            "conv_out", Conv2d(Conv2dOptions{.in = o.widths.front(), .out = o.imageChannels}))) {
    int64_t in = o.widths.back();
    mid_block->resnets->push_back(MovqResnet(in, in, o.codeWidth));
    mid_block->resnets->push_back(MovqResnet(in, in, o.codeWidth));
    mid_block->withAttentions()->push_back(MovqAttention(in, o.codeWidth));
    for (size_t level = o.widths.size(); level-- > 0;) {
      MovqLevel block;
      for (int64_t i = 0; i <= o.blocksPerLevel; ++i) {
        block->resnets->push_back(MovqResnet(in, o.widths[level], o.codeWidth));
        if (o.attention[level])
          block->withAttentions()->push_back(MovqAttention(o.widths[level], o.codeWidth));
        in = o.widths[level];
      }
      if (level > 0) {
        block->resamplers = block->register_module("upsamplers", torch::nn::ModuleList());
        block->resamplers->push_back(Upsample(in));
      }
      up_blocks->push_back(block);
    }
  }

  torch::Tensor forward(const torch::Tensor& input, const torch::Tensor& latents) {
    auto x = conv_in(input);
    x = mid_block->resnets[0]->as<MovqResnetImpl>()->forward(x, latents);
    x = mid_block->attentions[0]->as<MovqAttentionImpl>()->forward(x, latents);
    x = mid_block->resnets[1]->as<MovqResnetImpl>()->forward(x, latents);
    for (const auto& module : *up_blocks) {
      auto& level = *module->as<MovqLevelImpl>();
      for (size_t i = 0; i < level.resnets->size(); ++i) {
        x = level.resnets[i]->as<MovqResnetImpl>()->forward(x, latents);
        if (level.attentions) x = level.attentions[i]->as<MovqAttentionImpl>()->forward(x, latents);
      }
      if (level.resamplers) x = level.resamplers[0]->as<UpsampleImpl>()->forward(x);
    }
    return conv_out(torch::silu(conv_norm_out(x, latents)));
  }

 private:
  Conv2d conv_in;
  torch::nn::ModuleList up_blocks = register_module("up_blocks", torch::nn::ModuleList());
  MovqLevel mid_block = register_module("mid_block", MovqLevel());
  SpatialNorm conv_norm_out;
  Conv2d conv_out;
};

MovqImpl::MovqImpl(const MovqOptions& o)
    : m_options(o),
      encoder(register_module("encoder", std::make_shared<EncoderImpl>(o))),
      decoder(register_module("decoder", std::make_shared<DecoderImpl>(o))),
      quant_conv(register_module(
          "quant_conv",
          Conv2d(Conv2dOptions{.in = o.latentChannels, .out = o.codeWidth, .kernel = 1}))),
      post_quant_conv(register_module(
          "post_quant_conv",
          Conv2d(Conv2dOptions{.in = o.codeWidth, .out = o.latentChannels, .kernel = 1}))) {
  auto quantize = register_module("quantize", std::make_shared<torch::nn::Module>());
  auto embedding = quantize->register_module("embedding", std::make_shared<torch::nn::Module>());
  m_codebook =
      embedding->register_parameter("weight", uninitializedParameter({o.codes, o.codeWidth}));
}

torch::Tensor MovqImpl::encode(const torch::Tensor& pixels) {
  return quant_conv(encoder->forward(pixels));
}

torch::Tensor MovqImpl::decode(const torch::Tensor& latents) {
  return decoder->forward(post_quant_conv(latents), latents);
}

torch::Tensor MovqImpl::nearestCodes(const torch::Tensor& latents) {
  const auto z = latents.permute({0, 2, 3, 1});                                  // [N, h, w, C]
  const auto distances = torch::cdist(z.reshape({-1, z.size(-1)}), m_codebook);  // [Nhw, codes]
  return distances.argmin(1).view({z.size(0), z.size(1), z.size(2)});
}

torch::Tensor MovqImpl::codeVectors(const torch::Tensor& codes) {
  return torch::embedding(m_codebook, codes).permute({0, 3, 1, 2});
}

}  // namespace pentimento::nn
