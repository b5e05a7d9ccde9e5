#include "core/networks/unclip_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace pentimento::nn {
namespace {

int64_t sideOf(const TensorSource& source, const std::string& name, size_t axis) {
  const TensorInfo* info = source.find(name);
  if (!info || info->shape.size() <= axis || info->shape[axis] < 1)
    throw Error(ErrorKind::UnsupportedModel, "the model has no usable tensor {}", name);
  return info->shape[axis];
}

/// How many of name0, name1 ... there are; `pattern` has a {} for the number.
int64_t countOf(const TensorSource& source, std::string_view pattern) {
  int64_t count = 0;
  while (source.contains(fmt::format(fmt::runtime(pattern), count))) ++count;
  return count;
}

PixelUnetOptions unetOptionsOf(const TensorSource& source, const std::string& prefix) {
  PixelUnetOptions unet;
  unet.patch =
      std::max<int64_t>(1, std::llround(std::sqrt(static_cast<double>(
                               sideOf(source, prefix + "conv_out.weight", 0) / unet.outChannels))));
  unet.inChannels = sideOf(source, prefix + "conv_in.weight", 1) / (unet.patch * unet.patch);
  unet.timeWidth = sideOf(source, prefix + "time_in.weight", 0);
  unet.widths = {sideOf(source, prefix + "conv_in.weight", 0)};
  const int64_t steps = countOf(source, prefix + "downsample.{}.weight");
  for (int64_t i = 0; i < steps; ++i)
    unet.widths.push_back(sideOf(source, fmt::format("{}downsample.{}.weight", prefix, i), 0));
  const auto levels = static_cast<int64_t>(unet.widths.size());
  unet.blocks = std::max<int64_t>(countOf(source, prefix + "down.{}.conv1.weight") / levels, 1);
  unet.attention.clear();
  for (int64_t level = 0; level < levels; ++level)
    unet.attention.push_back(
        source.contains(fmt::format("{}down.{}.qkv.weight", prefix, level * unet.blocks)));
  unet.tokenWidth = unet.vectorWidth = 0;
  return unet;
}

CaptionEncoderOptions captionOptionsOf(const TensorSource& source) {
  CaptionEncoderOptions caption;
  caption.vocabulary = sideOf(source, "caption.token_embedding.weight", 0);
  caption.width = sideOf(source, "caption.token_embedding.weight", 1);
  caption.length = sideOf(source, "caption.position_embedding", 0);
  caption.layers = countOf(source, "caption.layers.{}.qkv.weight");
  if (source.contains("caption.neighbour_conv.weight"))
    caption.neighbours = sideOf(source, "caption.neighbour_conv.weight", 2);
  return caption;
}

}  // namespace

UnclipDecoderOptions decoderOptionsOf(const TensorSource& source) {
  UnclipDecoderOptions options;
  options.caption = captionOptionsOf(source);
  options.imageEmbedding = sideOf(source, "image_proj.weight", 1);
  options.imageTokens = sideOf(source, "image_tokens.weight", 0) / options.caption.width;
  options.unet = unetOptionsOf(source, "unet.");
  return options;
}

SmallClipOptions smallClipOptionsOf(const TensorSource& source) {
  SmallClipOptions options;
  options.caption = captionOptionsOf(source);
  options.embedding = sideOf(source, "image_proj.weight", 0);
  options.width = sideOf(source, "image_proj.weight", 1);
  options.layers = countOf(source, "layers.{}.qkv.weight");
  options.size =
      SmallClipOptions::kReduction *
      std::llround(std::sqrt(static_cast<double>(sideOf(source, "position_embedding", 0))));
  return options;
}

EmbeddingPriorOptions embeddingPriorOptionsOf(const TensorSource& source) {
  EmbeddingPriorOptions options;
  options.caption = captionOptionsOf(source);
  options.embedding = sideOf(source, "image_in.weight", 1);
  options.layers = countOf(source, "layers.{}.qkv.weight");
  return options;
}

PixelUnetOptions upsamplerOptionsOf(const TensorSource& source) {
  return unetOptionsOf(source, "enlarge.");
}

}  // namespace pentimento::nn
