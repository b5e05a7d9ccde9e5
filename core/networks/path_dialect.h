#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pentimento::nn {

/// Two vocabularies for the modules of one network, as pairs of dotted path prefixes. The longest
/// prefix that ends at a dot decides.
class PathDialect {
 public:
  void add(std::string ours, std::string theirs);
  /// Their path in our words; nothing when no prefix is known.
  [[nodiscard]] std::optional<std::string> ours(std::string_view theirs) const;
  /// Our path in their words; several where their numbering leaves it open.
  [[nodiscard]] std::vector<std::string> theirs(std::string_view ours) const;

 private:
  std::unordered_map<std::string, std::string> m_ours;                 ///< by theirs
  std::unordered_map<std::string, std::vector<std::string>> m_theirs;  ///< by ours
};

/// diffusers ↔ the original latent-diffusion names of a U-Net (input_blocks.4.1 …).
/// @param layersPerLevel  residual blocks per level on the way down
[[nodiscard]] PathDialect ldmUnetDialect(int64_t levels, int64_t layersPerLevel);
/// diffusers ↔ the original names of a KL autoencoder (decoder.up.3.block.0 …).
[[nodiscard]] PathDialect ldmAutoencoderDialect(int64_t levels, int64_t layersPerLevel);
/// transformers ↔ open_clip (and OpenAI's) names of a text tower; its fused projections are not
/// paths (see clipTextTowers).
[[nodiscard]] PathDialect openClipTextDialect(int64_t layers);
/// The same of the image tower, without its "visual.".
[[nodiscard]] PathDialect openClipImageDialect(int64_t layers);

}  // namespace pentimento::nn
