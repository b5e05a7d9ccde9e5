#include "core/networks/kl_autoencoder_config.h"

#include <fmt/format.h>

#include <string>

#include "core/base/error.h"
#include "core/networks/shapes.h"

namespace pentimento::nn {
namespace {

void requireBlocks(const Json& json, const char* key, const char* block) {
  for (const Json& name : json.at(key))
    if (name != block)
      throw Error(ErrorKind::UnsupportedModel,
                  "this autoencoder is of a kind that is not supported: {} has {}", key,
                  name.dump());
}

double factor(const Json& json, const char* key, double otherwise) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? otherwise : found->get<double>();
}

KlAutoencoderConfig autoencoderConfigOf(const Json& json) {
  requireSizes(json);
  requireBlocks(json, "down_block_types", "DownEncoderBlock2D");
  requireBlocks(json, "up_block_types", "UpDecoderBlock2D");
  KlAutoencoderConfig config;
  config.channels = json.at("block_out_channels").get<std::vector<int64_t>>();
  if (config.channels.empty())
    throw Error(ErrorKind::CorruptFile, "the autoencoder's configuration has no levels");
  config.layersPerLevel = json.value("layers_per_block", int64_t{1});
  config.imageChannels = json.value("in_channels", int64_t{3});
  config.latentChannels = json.value("latent_channels", int64_t{4});
  config.normGroups = json.value("norm_num_groups", int64_t{32});
  config.quantConvolutions = json.value("use_quant_conv", true);
  config.midAttention = json.value("mid_block_add_attention", true);
  config.scalingFactor = factor(json, "scaling_factor", config.scalingFactor);
  config.shiftFactor = factor(json, "shift_factor", config.shiftFactor);
  return config;
}

}  // namespace

KlAutoencoderConfig klAutoencoderConfigFromJson(const Json& json) {
  try {
    return autoencoderConfigOf(json);
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::CorruptFile, "the autoencoder's configuration cannot be read: {}",
                error.what());
  }
}

KlAutoencoderConfig klAutoencoderConfigFromTensors(const TensorSource& source) {
  const Shapes shapes(source, "autoencoder");
  KlAutoencoderConfig config;
  config.imageChannels = shapes.side("encoder.conv_in.weight", 1);
  config.latentChannels = shapes.side("decoder.conv_in.weight", 1);
  config.layersPerLevel = shapes.count("encoder.down_blocks.0.resnets.{}.norm1.weight");
  config.channels.clear();
  const int64_t levels = shapes.count("encoder.down_blocks.{}.resnets.0.norm1.weight");
  for (int64_t i = 0; i < levels; ++i)
    config.channels.push_back(
        shapes.side(fmt::format("encoder.down_blocks.{}.resnets.0.conv1.weight", i), 0));
  config.quantConvolutions = source.contains("quant_conv.weight");
  config.midAttention = source.contains("decoder.mid_block.attentions.0.to_q.weight");
  return config;
}

}  // namespace pentimento::nn
