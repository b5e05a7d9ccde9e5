#pragma once

#include <cstdint>
#include <vector>

#include "core/base/json.h"
#include "core/weights/tensor_source.h"

namespace pentimento::nn {

/// What distinguishes the KL autoencoders of latent diffusion models.
struct KlAutoencoderConfig {
  std::vector<int64_t> channels{128, 256, 512, 512};  ///< per level, from the finest
  int64_t layersPerLevel = 2;                         ///< one more in the decoder
  int64_t imageChannels = 3;
  int64_t latentChannels = 4;
  int64_t normGroups = 32;
  bool quantConvolutions = true;  ///< 1×1 convolutions at the bottleneck
  bool midAttention = true;
  double scalingFactor = 0.18215;  ///< sampler's latents = (encoded − shift)·factor
  double shiftFactor = 0;
  bool operator==(const KlAutoencoderConfig&) const = default;

  /// Pixels per latent, along a side.
  [[nodiscard]] int64_t downscale() const noexcept { return int64_t{1} << (channels.size() - 1); }
};

/// From the config.json of a diffusers folder. @throws Error(CorruptFile, UnsupportedModel)
[[nodiscard]] KlAutoencoderConfig klAutoencoderConfigFromJson(const Json& json);
/// From names and shapes in diffusers names; scaling and shift keep their defaults.
/// @throws Error(UnsupportedModel)
[[nodiscard]] KlAutoencoderConfig klAutoencoderConfigFromTensors(const TensorSource& source);

}  // namespace pentimento::nn
