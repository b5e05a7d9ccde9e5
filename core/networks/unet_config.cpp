#include "core/networks/unet_config.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/networks/shapes.h"

namespace pentimento::nn {
namespace {

/// A key that is a number or a list of one number per level.
std::vector<int64_t> perLevel(const Json& json, const char* key, size_t levels, int64_t otherwise) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return std::vector<int64_t>(levels, otherwise);
  if (found->is_number()) return std::vector<int64_t>(levels, found->get<int64_t>());
  auto values = found->get<std::vector<int64_t>>();
  if (values.size() != levels)
    throw Error(ErrorKind::CorruptFile,
                "the U-Net's configuration has {} entries in {} for {} levels", values.size(), key,
                levels);
  return values;
}

int64_t number(const Json& json, const char* key, int64_t otherwise) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? otherwise : found->get<int64_t>();
}

[[noreturn]] void unsupported(const char* key, const std::string& value) {
  throw Error(ErrorKind::UnsupportedModel,
              "this U-Net is of a kind that is not supported: {} is {}", key, value);
}

/// Settings whose other values change the computation in ways this network does not know.
void requirePlain(const Json& json) {
  const auto plain = [&](const char* key, const Json& allowed) {
    const auto found = json.find(key);
    if (found != json.end() && !found->is_null() && *found != allowed)
      unsupported(key, found->dump());
  };
  plain("act_fn", "silu");
  plain("center_input_sample", false);
  plain("class_embeddings_concat", false);
  plain("class_embed_type", Json());
  plain("num_class_embeds", Json());
  plain("encoder_hid_dim", Json());
  plain("encoder_hid_dim_type", Json());
  plain("dual_cross_attention", false);
  plain("only_cross_attention", false);
  plain("resnet_time_scale_shift", "default");
  plain("resnet_out_scale_factor", 1.0);
  plain("resnet_skip_time_act", false);
  plain("time_embedding_type", "positional");
  plain("timestep_post_act", Json());
  plain("mid_block_type", "UNetMidBlock2DCrossAttn");
  plain("mid_block_scale_factor", 1);
  plain("conv_in_kernel", 3);
  plain("conv_out_kernel", 3);
  plain("downsample_padding", 1);
  plain("reverse_transformer_layers_per_block", Json());
}

bool hasAttention(const std::string& block) {
  if (block == "CrossAttnDownBlock2D" || block == "CrossAttnUpBlock2D") return true;
  if (block == "DownBlock2D" || block == "UpBlock2D") return false;
  unsupported("a block", block);
}

/// One flag per level; the way up must mirror the way down.
std::vector<bool> attentionLevels(const Json& json) {
  const auto down = json.at("down_block_types").get<std::vector<std::string>>();
  auto up = json.at("up_block_types").get<std::vector<std::string>>();
  std::reverse(up.begin(), up.end());
  std::vector<bool> flags(down.size());
  std::transform(down.begin(), down.end(), flags.begin(), hasAttention);
  if (!std::equal(up.begin(), up.end(), flags.begin(), flags.end(),
                  [](const std::string& block, bool flag) { return hasAttention(block) == flag; }))
    unsupported("up_block_types", "not the mirror of down_block_types");
  return flags;
}

UnetConfig::Level levelOf(int64_t channels, int64_t heads, int64_t layers) {
  if (channels <= 0 || heads <= 0 || channels % heads != 0 || layers < 0)
    throw Error(ErrorKind::CorruptFile,
                "the U-Net's configuration has {} channels, {} heads and {} layers at one level",
                channels, heads, layers);
  return {channels, heads, layers};
}

UnetConfig unetConfigOf(const Json& json) {
  requireSizes(json);
  requirePlain(json);
  const auto channels = json.at("block_out_channels").get<std::vector<int64_t>>();
  const auto attention = attentionLevels(json);
  if (channels.empty() || channels.size() != attention.size())
    throw Error(ErrorKind::CorruptFile,
                "the U-Net's configuration has {} channel counts for {} blocks", channels.size(),
                attention.size());
  // Despite its name this key holds numbers of heads in this family; num_attention_heads, where it
  // is set, says so openly.
  const auto named = perLevel(json, "attention_head_dim", channels.size(), 8);
  const auto layers = perLevel(json, "transformer_layers_per_block", channels.size(), 1);

  UnetConfig config;
  for (size_t i = 0; i < channels.size(); ++i) {
    const int64_t heads = perLevel(json, "num_attention_heads", channels.size(), named[i])[i];
    config.levels.push_back(levelOf(channels[i], heads, attention[i] ? layers[i] : 0));
  }
  config.midTransformerLayers = layers.back();
  config.layersPerLevel = number(json, "layers_per_block", 2);
  config.inChannels = number(json, "in_channels", 4);
  config.outChannels = number(json, "out_channels", 4);
  config.contextChannels = number(json, "cross_attention_dim", 1280);
  config.linearProjection = json.value("use_linear_projection", false);
  config.normGroups = number(json, "norm_num_groups", 32);
  config.normEps = json.value("norm_eps", 1e-5);
  config.cosineFirst = json.value("flip_sin_to_cos", true);
  config.frequencyShift = json.value("freq_shift", 0.0);
  config.guidanceChannels = number(json, "time_cond_proj_dim", 0);
  if (const auto type = json.find("addition_embed_type"); type != json.end() && !type->is_null()) {
    if (*type != "text_time") unsupported("addition_embed_type", type->dump());
    config.sizeChannels = json.at("addition_time_embed_dim").get<int64_t>();
    config.additionChannels = json.at("projection_class_embeddings_input_dim").get<int64_t>();
  }
  return config;
}

}  // namespace

UnetConfig unetConfigFromJson(const Json& json) {
  try {
    return unetConfigOf(json);
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::CorruptFile, "the U-Net's configuration cannot be read: {}",
                error.what());
  }
}

}  // namespace pentimento::nn
