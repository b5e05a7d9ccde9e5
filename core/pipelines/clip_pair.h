/// A CLIP's two encoders, from whatever a card has them in.
#pragma once

#include <optional>
#include <string>

#include "core/conditioning/clip_embedding.h"
#include "core/pipelines/model_family.h"
#include "core/weights/tensor_view.h"

namespace pentimento {

struct ClipPair {
  TextTower text;
  nn::ClipImageEncoder image{nullptr};
  double scale = 100;  ///< see nn::ClipDual; what published models learned, where no file says it
  std::string identity{};  ///< see clipIdentity
};

/// Which CLIP it is, as text: the same for the same weights in whatever number format. Embeddings
/// of CLIPs that differ in it say nothing of each other.
/// @param text, picture  the projections into the space that both encoders share
[[nodiscard]] std::string clipIdentity(const torch::Tensor& text, const torch::Tensor& picture);

/// Of the CLIP in a file that holds one, of whatever layout, without loading it; else none.
[[nodiscard]] std::optional<std::string> clipIdentityIn(const SharedSource& checkpoint);

/// From one file with both (transformers, OpenAI, open_clip), or from two of transformers. A file
/// of dalle2-pytorch that holds a CLIP was trained with it: that one is taken before all others.
/// @throws Error(UnsupportedModel) when the card has no such pair; Error(NotFound) when there is no
/// vocabulary; Cancelled
[[nodiscard]] ClipPair loadClipPair(const LoadRequest& load, const RunContext& run);

}  // namespace pentimento
