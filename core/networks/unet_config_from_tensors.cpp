#include <fmt/format.h>

#include <string>

#include "core/networks/shapes.h"
#include "core/networks/unet_config.h"

namespace pentimento::nn {
namespace {

int64_t transformerLayers(const Shapes& shapes, const std::string& block) {
  return shapes.count(block + ".attentions.0.transformer_blocks.{}.norm1.weight");
}

int64_t headsOf(int64_t channels, bool linearProjection) {
  if (!linearProjection) return 8;
  return std::max<int64_t>(channels / 64, 1);
}

}  // namespace

UnetConfig unetConfigFromTensors(const TensorSource& source) {
  const Shapes shapes(source, "U-Net");
  UnetConfig config;
  const std::string attention = "mid_block.attentions.0";
  config.inChannels = shapes.side("conv_in.weight", 1);
  config.outChannels = shapes.side("conv_out.weight", 0);
  config.linearProjection = shapes.of(attention + ".proj_in.weight").size() == 2;
  config.contextChannels = shapes.side(attention + ".transformer_blocks.0.attn2.to_k.weight", 1);
  config.midTransformerLayers = transformerLayers(shapes, "mid_block");
  config.layersPerLevel = shapes.count("down_blocks.0.resnets.{}.norm1.weight");

  const int64_t levels = shapes.count("down_blocks.{}.resnets.0.norm1.weight");
  for (int64_t i = 0; i < levels; ++i) {
    const std::string block = fmt::format("down_blocks.{}", i);
    const int64_t channels = shapes.side(block + ".resnets.0.conv1.weight", 0);
    config.levels.push_back(
        {channels, headsOf(channels, config.linearProjection), transformerLayers(shapes, block)});
  }
  if (source.contains("add_embedding.linear_1.weight")) {
    config.additionChannels = shapes.side("add_embedding.linear_1.weight", 1);
    config.sizeChannels = 256;
  }
  if (source.contains("time_embedding.cond_proj.weight"))
    config.guidanceChannels = shapes.side("time_embedding.cond_proj.weight", 1);
  return config;
}

}  // namespace pentimento::nn
