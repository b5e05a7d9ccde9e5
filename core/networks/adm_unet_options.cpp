#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/networks/adm_unet.h"
#include "core/networks/shapes.h"

namespace pentimento::nn {
namespace {

/// Whether a block of this type has attention.
bool admBlockAttends(const std::string& type) {
  const auto is = [&type](std::initializer_list<const char*> names) {
    return std::ranges::any_of(names, [&type](const char* name) { return type == name; });
  };
  if (is({"ResnetDownsampleBlock2D", "ResnetUpsampleBlock2D", "UNetMidBlock2D"})) return false;
  if (is({"SimpleCrossAttnDownBlock2D", "SimpleCrossAttnUpBlock2D",
          "UNetMidBlock2DSimpleCrossAttn"}))
    return true;
  throw Error(ErrorKind::UnsupportedModel,
              "the U-Net has blocks of the type {}, which an unCLIP network does not have", type);
}

template <typename T>
T valueOr(const Json& config, const char* key, T fallback) {
  const auto found = config.find(key);
  return found == config.end() || found->is_null() ? fallback : found->get<T>();
}

}  // namespace

AdmUnetOptions admUnetOptionsFromJson(const Json& config, int64_t imageWidth) try {
  requireSizes(config);
  AdmUnetOptions o;
  o.inChannels = config.at("in_channels");
  o.outChannels = config.at("out_channels");
  o.widths = config.at("block_out_channels").get<std::vector<int64_t>>();
  o.attention.clear();
  for (const Json& type : config.at("down_block_types"))
    o.attention.push_back(admBlockAttends(type));
  o.blocksPerLevel = valueOr<int64_t>(config, "layers_per_block", 2);
  // UNet2DModel has no middle type: its middle block attends only when "add_attention" says so, and
  // then in a way that no published unCLIP network uses.
  o.middleAttention =
      admBlockAttends(valueOr<std::string>(config, "mid_block_type", "UNetMidBlock2D"));
  // In these blocks the key really means the width of a head, unlike in Stable Diffusion's.
  o.headWidth = valueOr<int64_t>(config, "attention_head_dim", 8);
  o.groups = valueOr<int64_t>(config, "norm_num_groups", 32);
  o.eps = valueOr<double>(config, "norm_eps", 1e-5);
  o.timeUse = valueOr<std::string>(config, "resnet_time_scale_shift", "default") == "scale_shift"
                  ? ResnetBlockOptions::TimeUse::ScaleShift
                  : ResnetBlockOptions::TimeUse::Add;
  o.contextWidth = valueOr<int64_t>(config, "cross_attention_dim", 0);
  if (valueOr<std::string>(config, "encoder_hid_dim_type", "") == "image_proj") {
    o.imageWidth = imageWidth;
    o.imageTokens = valueOr<int64_t>(config, "encoder_hid_dim", 32);
  }
  if (o.widths.empty() || o.attention.size() != o.widths.size())
    throw Error(ErrorKind::UnsupportedModel,
                "the U-Net's configuration has {} widths for {} levels", o.widths.size(),
                o.attention.size());
  return o;
} catch (const Json::exception& error) {
  throw Error(ErrorKind::UnsupportedModel, "the U-Net's configuration cannot be used: {}",
              error.what());
}

}  // namespace pentimento::nn
