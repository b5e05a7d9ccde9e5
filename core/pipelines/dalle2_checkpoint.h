/// Checkpoints of the dalle2-pytorch library as files, and CLIP as their networks read it: what
/// painting with them and training them further both begin with.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/networks/dalle2_prior.h"
#include "core/networks/dalle2_unet.h"
#include "core/pipelines/clip_pair.h"
#include "core/tensor/state_dict.h"

namespace pentimento::dalle2 {

/// A picture's embedding, of unit length. [1, E] float32
[[nodiscard]] torch::Tensor embeddingOf(ClipPair& clip, const Image& picture);
/// A text's embedding, of unit length, [1, E] float32; and its tokens' states, of which padding is
/// zeros, [1, L, W] in the encoder's format.
[[nodiscard]] nn::Dalle2PriorText textOf(ClipPair& clip, const std::string& text);
/// @param width of the embeddings that `network` works with; 0 = it takes none
/// @throws Error(UnsupportedModel) when the CLIP makes others
void requireSameClip(const ClipPair& clip, const std::string& network, int64_t width);

/// Checkpoints say which CLIP they were trained with where they hold it, as the library saves it,
/// or its identity, as `train` writes it into their metadata (kClipKey). Most say nothing, and then
/// only the width of its embeddings can be compared.
/// @param tensors  of `checkpoint`
/// @throws Error(UnsupportedModel) when that is another than `clip`
void requireTrainedWith(const ClipPair& clip, const std::filesystem::path& checkpoint,
                        const SharedSource& tensors);
inline constexpr const char* kClipKey = "clip";

/// A prior with the noise schedule that it was trained with.
struct Prior {
  nn::Dalle2Prior network{nullptr};
  std::vector<double> betas;
};
/// @throws as nn::loadNetwork; Error(NotFound) without a schedule
[[nodiscard]] Prior loadPrior(const SharedSource& checkpoint, const Placement& placement,
                              const LoadOptions& options);

/// One network of a decoder: the first paints, each later one enlarges.
struct CascadeStage {
  nn::Dalle2Unet unet{nullptr};
  std::vector<double> betas;
  int side = 64;  ///< of its pictures
};

/// A decoder's file, and the training configuration that was published with it: half of what its
/// networks are stands only there.
class Cascade {
 public:
  /// @throws Error(NotFound) when the JSON file is not beside the checkpoint;
  /// Error(UnsupportedModel) when it does not describe a decoder
  Cascade(const std::filesystem::path& checkpoint, SharedSource tensors);

  /// Those that the configuration names and the file holds: upsamplers are often left out.
  [[nodiscard]] size_t stages() const;
  /// @throws as nn::loadNetwork
  [[nodiscard]] CascadeStage load(size_t stage, const Placement& placement,
                                  const LoadOptions& options) const;
  /// A setting of training, which the configuration has once or once for each stage.
  [[nodiscard]] double setting(const char* key, size_t stage, double otherwise) const;
  [[nodiscard]] int side(size_t stage) const { return m_sides.at(stage); }
  [[nodiscard]] const std::filesystem::path& configFile() const noexcept { return m_configFile; }
  [[nodiscard]] const SharedSource& tensors() const noexcept { return m_tensors; }
  /// Of the names of one stage's tensors.
  [[nodiscard]] static std::string prefixOf(size_t stage);

 private:
  SharedSource m_tensors;
  std::filesystem::path m_configFile;
  Json m_config;  // its object "decoder"
  std::vector<int> m_sides;
};

}  // namespace pentimento::dalle2
