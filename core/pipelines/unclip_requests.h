/// What the unCLIP family is asked for, over any model that paints pictures of CLIP image
/// embeddings (Ramesh et al. 2022, sections 2 and 3): text to image, variations, interpolation,
/// text diffs, edits, best of n. The built-in model, Karlo, Kandinsky ... bring an UnclipModel
/// each.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/imaging/frame.h"
#include "core/pipelines/model_family.h"
#include "core/tensor/random.h"
#include "core/tensor/torch.h"

namespace pentimento {

/// One picture that a decoder is to paint.
struct UnclipPainting {
  /// What it starts from.
  enum class Start {
    Noise,
    Inverted,  ///< the noise that deterministic sampling would turn into `source` (DDIM inversion)
    Noised,    ///< `source`, noised
  };

  torch::Tensor embedding;  ///< [1, E], of the picture to be; undefined: the caption says it all
  std::string caption;      ///< for decoders that also read text; may be empty
  Extent size;              ///< of the picture; multiples of the model's
  Start start = Start::Noise;
  Image source{};                   ///< of `size`, 8 bit RGB; empty for Start::Noise
  torch::Tensor sourceEmbedding{};  ///< [1, E], for Start::Inverted
  /// 0..1. Inverted: eta of the sampler and share of fresh noise; Noised: strength, the share of
  /// the run that is made.
  double freedom = 1;
  Mask mask{};  ///< of `size`: how strongly each pixel of `source` is repainted; empty = all of it
};

/// Defaults of one model for what is 0 in UnclipOptions.
struct UnclipDefaults {
  int priorSteps = 25;
  double priorGuidance = 4;
  int upsamplerSteps = 7;
};

/// A CLIP, a prior and a decoder, as far as requests need them. Embeddings are [1, E] float32 on
/// the model's device, pictures' and prompts' in the same space, not normalised.
/// Called in inference mode. Thread-safety: one call at a time.
class UnclipModel {
 public:
  virtual ~UnclipModel() = default;

  /// CLIP's image encoder. @throws Error(UnsupportedModel) when the model has none
  [[nodiscard]] virtual torch::Tensor pictureEmbedding(const Image& picture) = 0;
  /// CLIP's text encoder.
  [[nodiscard]] virtual torch::Tensor textEmbedding(const std::string& text) = 0;
  /// Whether the decoder paints from a caption alone: prompts then take the way through the prior
  /// only where they are mixed with pictures.
  [[nodiscard]] virtual bool readsCaptions() const { return false; }
  /// The prior: the embedding of a picture that `request.prompt` may mean.
  [[nodiscard]] virtual torch::Tensor imagined(const GenerationRequest& request, NoiseSource& noise,
                                               const RunContext& run) = 0;
  /// The decoder and what comes behind it. @return 8 bit RGB of `painting.size`
  [[nodiscard]] virtual Image painted(const GenerationRequest& request,
                                      const UnclipPainting& painting, NoiseSource& noise,
                                      const RunContext& run, std::vector<std::string>& notes) = 0;
  [[nodiscard]] virtual UnclipDefaults defaults() const = 0;
  /// For people: why a task is not among the model's, and what to do about it.
  [[nodiscard]] virtual std::string remedyFor(Task /*task*/) const {
    return "it was not made for it; choose another model";
  }
};

/// A run of several pictures says it once.
void noteOnce(std::vector<std::string>& notes, const std::string& note);

/// The model of the generator around it. What it can be asked for is what `capabilities` say.
[[nodiscard]] std::unique_ptr<PictureModel> makeUnclipPictureModel(
    std::unique_ptr<UnclipModel> model, const Capabilities& capabilities);

/// Text diff: `picture` turned by `amount` (0..1 of the angle) towards the direction from the text
/// `from` to the text `to`; its length is kept. All [1, E].
/// @throws Error(InvalidInput) when both texts have the same embedding
[[nodiscard]] torch::Tensor turnedByTextDiff(const torch::Tensor& picture,
                                             const torch::Tensor& from, const torch::Tensor& to,
                                             double amount);

}  // namespace pentimento
