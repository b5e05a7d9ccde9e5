/// Text and pictures to CLIP image embeddings: the half that Karlo and Kandinsky 2.2 share.
#pragma once

#include <optional>
#include <string>

#include "core/conditioning/clip_embedding.h"
#include "core/networks/prior_transformer.h"
#include "core/pipelines/model_family.h"
#include "core/pipelines/unclip_sampling.h"

namespace pentimento {

class UnclipPrior {
 public:
  /// Only `text` is needed; without the others what they are for ends in a sentence.
  struct Parts {
    TextTower text;
    nn::ClipImageEncoder image{nullptr};
    nn::PriorTransformer prior{nullptr};
    std::optional<PosteriorSchedule> schedule{};  ///< of the prior
    Placement placement{};
  };
  struct Run {
    int steps = 25;
    double guidance = 4;
    unclip::Draw draw;
    unclip::OnStep onStep = {};
  };

  explicit UnclipPrior(Parts parts) : m_parts(std::move(parts)) {}

  /// Numbers in an embedding of this CLIP.
  [[nodiscard]] int64_t embeddingWidth() const { return m_parts.text.encoder->config().projection; }
  [[nodiscard]] ClipTextStates text(const std::string& words);
  /// [1, E] float32. @throws Error(UnsupportedModel) without an image encoder
  [[nodiscard]] torch::Tensor picture(const Image& image);
  /// The embedding of a picture of zeros (after normalisation): Kandinsky's "no picture".
  [[nodiscard]] torch::Tensor noPicture();
  /// A picture's embedding for `prompt`, away from `against`. [1, E] float32 in CLIP's scale.
  /// @throws Error(UnsupportedModel) without a prior
  [[nodiscard]] torch::Tensor sample(const std::string& prompt, const std::string& against,
                                     const Run& run);

 private:
  [[nodiscard]] nn::ClipImageEncoder& imageEncoder();

  Parts m_parts;
};

/// @throws Error(UnsupportedModel) when a part works with embeddings of another width than the text
/// encoder's
void requireOneClip(const ModelCard& card, PartKind kind, int64_t width, int64_t textWidth);

/// The scheduler of a diffusers model: `folder` stands beside the part's own.
/// @throws Error(NotFound, UnsupportedModel)
[[nodiscard]] PosteriorSchedule scheduleBeside(const ModelCard& card, const ModelPart& part,
                                               const std::string& folder);

/// A CLIP in two files.
struct ClipEncoders {
  TextTower text;
  nn::ClipImageEncoder image{nullptr};  ///< none where the card has none
};
/// @throws Error(UnsupportedModel) also when they have embeddings of different CLIPs
[[nodiscard]] ClipEncoders loadClipEncoders(const LoadRequest& request, const RunContext& run);

/// From the parts of a card. Those that it lacks (but for the text encoder) are left out.
/// @param schedulerFolder  of the prior, in its folder: "prior_scheduler" (Karlo), "scheduler"
/// @throws Error(UnsupportedModel) also when they have embeddings of different CLIPs
[[nodiscard]] UnclipPrior loadUnclipPrior(const LoadRequest& request,
                                          const std::string& schedulerFolder,
                                          const RunContext& run);

/// Steps of a loop as progress of a run, with pictures of x0 in −1..1 when `pixels` says so.
[[nodiscard]] unclip::OnStep unclipProgress(const RunContext& run, const std::string& stage,
                                            bool pixels);

}  // namespace pentimento
