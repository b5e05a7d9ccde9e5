#include "core/networks/unclip_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/networks/shapes.h"

namespace pentimento::nn {
namespace {

PixelUnetOptions unetOptionsOf(const TensorSource& source, const std::string& prefix) {
  const Shapes shapes(source, "U-Net");
  PixelUnetOptions unet;
  unet.patch = std::max<int64_t>(
      1, std::llround(std::sqrt(
             static_cast<double>(shapes.side(prefix + "conv_out.weight", 0) / unet.outChannels))));
  unet.inChannels = shapes.side(prefix + "conv_in.weight", 1) / (unet.patch * unet.patch);
  unet.timeWidth = shapes.side(prefix + "time_in.weight", 0);
  unet.widths = {shapes.side(prefix + "conv_in.weight", 0)};
  const int64_t steps = shapes.count(prefix + "downsample.{}.weight");
  for (int64_t i = 0; i < steps; ++i)
    unet.widths.push_back(shapes.side(fmt::format("{}downsample.{}.weight", prefix, i), 0));
  const auto levels = static_cast<int64_t>(unet.widths.size());
  unet.blocks = std::max<int64_t>(shapes.count(prefix + "down.{}.conv1.weight") / levels, 1);
  unet.attention.clear();
  for (int64_t level = 0; level < levels; ++level)
    unet.attention.push_back(
        source.contains(fmt::format("{}down.{}.qkv.weight", prefix, level * unet.blocks)));
  unet.tokenWidth = unet.vectorWidth = 0;
  return unet;
}

CaptionEncoderOptions captionOptionsOf(const TensorSource& source) {
  const Shapes shapes(source, "caption encoder");
  CaptionEncoderOptions caption;
  caption.vocabulary = shapes.side("caption.token_embedding.weight", 0);
  caption.width = shapes.side("caption.token_embedding.weight", 1);
  caption.length = shapes.side("caption.position_embedding", 0);
  caption.layers = shapes.count("caption.layers.{}.qkv.weight");
  if (source.contains("caption.neighbour_conv.weight"))
    caption.neighbours = shapes.side("caption.neighbour_conv.weight", 2);
  return caption;
}

}  // namespace

UnclipDecoderOptions decoderOptionsOf(const TensorSource& source) {
  const Shapes shapes(source, "decoder");
  UnclipDecoderOptions options;
  options.caption = captionOptionsOf(source);
  options.imageEmbedding = shapes.side("image_proj.weight", 1);
  options.imageTokens = shapes.side("image_tokens.weight", 0) / options.caption.width;
  options.unet = unetOptionsOf(source, "unet.");
  return options;
}

SmallClipOptions smallClipOptionsOf(const TensorSource& source) {
  const Shapes shapes(source, "CLIP");
  SmallClipOptions options;
  options.caption = captionOptionsOf(source);
  options.embedding = shapes.side("image_proj.weight", 0);
  options.width = shapes.side("image_proj.weight", 1);
  options.layers = shapes.count("layers.{}.qkv.weight");
  options.size = SmallClipOptions::kReduction *
                 std::llround(std::sqrt(static_cast<double>(shapes.side("position_embedding", 0))));
  return options;
}

EmbeddingPriorOptions embeddingPriorOptionsOf(const TensorSource& source) {
  const Shapes shapes(source, "prior");
  EmbeddingPriorOptions options;
  options.caption = captionOptionsOf(source);
  options.embedding = shapes.side("image_in.weight", 1);
  options.layers = shapes.count("layers.{}.qkv.weight");
  return options;
}

PixelUnetOptions upsamplerOptionsOf(const TensorSource& source) {
  return unetOptionsOf(source, "enlarge.");
}

}  // namespace pentimento::nn
