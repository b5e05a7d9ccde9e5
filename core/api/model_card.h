/// What is known of a model on disk without loading it: what the studio lists, what a loader needs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/api/capabilities.h"
#include "core/base/json.h"

namespace pentimento {

enum class ModelFamily {
  Unknown,
  StableDiffusion1,
  StableDiffusion2,
  StableDiffusionXl,
  StableDiffusion3,
  Flux,
  PixArt,
  Karlo,
  Kandinsky22,
  Dalle2Library,  ///< checkpoints of the dalle2-pytorch library
  DiscreteVae,    ///< the dVAE of DALL·E
  DalleMini,
  MinDalle,
  Glide,
  Clip,         ///< scores pictures against texts
  SmallUnclip,  ///< what `train` makes; the built-in model
  Kandinsky21,
  StableUnclip,  ///< Stable Diffusion 2 that is told an image embedding
};

/// One network, as far as its tensors tell it apart.
enum class PartKind {
  Unet,  ///< of Stable Diffusion
  ControlNet,
  Autoencoder,
  TinyAutoencoder,
  ClipText,
  ClipVision,
  ClipDual,
  T5,
  UnclipPrior,
  UnclipTextProjection,
  UnclipDecoder,
  UnclipSuperResolution,
  KandinskyDecoder,
  Movq,
  Vqgan,
  DvaeEncoder,
  DvaeDecoder,
  DalleMiniEncoder,
  DalleMiniDecoder,
  MinDalleTransformer,
  GlideBase,
  GlideUpsampler,
  Dalle2Prior,
  Dalle2Decoder,
  Sd3Transformer,
  FluxTransformer,
  PixArtTransformer,
  Lora,
  TextualInversion,
  IpAdapter,
  Upscaler,
  SmallUnclipDecoder,
  SmallUnclipUpsampler,
  SmallUnclipPrior,
  SmallUnclipClip,
};

enum class ModelRole {
  Unknown,
  Model,      ///< makes pictures, alone or with what `missing` names
  Component,  ///< a network that models are made of
  Adapter,    ///< changes models of its family: LoRA, textual inversion, ControlNet ...
};

/// What a diffusion network estimates.
enum class Prediction { Epsilon, V, Sample, Flow };

struct ModelPart {
  PartKind kind = PartKind::Unet;
  std::string dialect;    ///< whose tensor names: "ldm", "diffusers", "transformers", "openai" ...
  std::string file;       ///< relative to the card's path; empty when that is the file
  std::string prefix;     ///< of its tensor names within the file
  int inputChannels = 0;  ///< of picture networks; 0 = does not apply
  int64_t bytes = 0;      ///< as stored
  bool operator==(const ModelPart&) const = default;
};

struct ModelCard {
  std::string name;  ///< file or folder name without extension
  std::string path;
  ModelFamily family = ModelFamily::Unknown;
  ModelRole role = ModelRole::Unknown;
  std::vector<ModelPart> parts;
  std::vector<std::string>
      missing;  ///< what has to come from elsewhere: "tokenizer", "autoencoder"
  Prediction prediction = Prediction::Epsilon;
  bool predictionAssumed = true;               ///< nothing in or beside the file says it
  std::map<std::string, int64_t> bytesByType;  ///< "F16" → bytes as stored
  bool runnable = false;
  std::string note;  ///< for people: why not, what was found, what was assumed
  Capabilities capabilities;

  /// The first part of that kind, nullptr when there is none.
  [[nodiscard]] const ModelPart* part(PartKind kind) const noexcept;
  [[nodiscard]] int64_t bytes() const noexcept;
};

[[nodiscard]] std::string_view wordFor(ModelFamily family) noexcept;
[[nodiscard]] std::string_view wordFor(PartKind kind) noexcept;
[[nodiscard]] std::string_view wordFor(ModelRole role) noexcept;
[[nodiscard]] std::string_view wordFor(Prediction prediction) noexcept;

[[nodiscard]] OrderedJson toJson(const ModelCard& card);

}  // namespace pentimento
