#pragma once

#include <cstdint>
#include <vector>

#include "core/base/json.h"
#include "core/weights/tensor_source.h"

namespace pentimento::nn {

/// What distinguishes the denoising U-Nets of the Stable Diffusion family. Lists have one entry per
/// level, from the finest.
struct UnetConfig {
  struct Level {
    int64_t channels = 0;
    int64_t heads = 8;              ///< of attention, a count
    int64_t transformerLayers = 0;  ///< 0 = no attention at this level
    bool operator==(const Level&) const = default;
  };
  std::vector<Level> levels;
  int64_t midTransformerLayers = 1;  ///< of the middle block, with the last level's heads
  int64_t layersPerLevel = 2;        ///< one more on the way up
  int64_t inChannels = 4;            ///< 9 for inpainting: latents, mask, masked latents
  int64_t outChannels = 4;
  int64_t contextChannels = 768;  ///< of the text's hidden states
  bool linearProjection = false;  ///< of spatial transformers, instead of 1×1 convolutions
  int64_t normGroups = 32;
  double normEps = 1e-5;
  bool cosineFirst = true;  ///< in the time embedding
  double frequencyShift = 0;
  /// Pooled text and picture sizes as a second condition (Podell et al. 2023): values per size
  /// number, and the width of text and sizes together; 0 = none.
  int64_t sizeChannels = 0;
  int64_t additionChannels = 0;
  int64_t guidanceChannels = 0;  ///< embedding of the guidance scale in distilled models; 0 = none
  bool operator==(const UnetConfig&) const = default;

  [[nodiscard]] int64_t timeChannels() const noexcept { return 4 * levels.front().channels; }
};

/// From the config.json of a diffusers folder.
/// @throws Error(UnsupportedModel) naming the key for a variant that this network does not know;
/// Error(CorruptFile) for missing keys and wrong types
[[nodiscard]] UnetConfig unetConfigFromJson(const Json& json);

/// From names and shapes alone, in diffusers names: for files that bring no configuration. The
/// number of heads leaves no trace in them; it follows the published models: 8 with convolutions as
/// projections (1.x), 64 channels per head with linear ones (2.x, XL).
/// @throws Error(UnsupportedModel) naming what is missing when this is no such U-Net
[[nodiscard]] UnetConfig unetConfigFromTensors(const TensorSource& source);

}  // namespace pentimento::nn
