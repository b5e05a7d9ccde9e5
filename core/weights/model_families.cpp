#include "core/weights/model_families.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace pentimento {
namespace {
using Family = ModelFamily;
using Part = PartKind;

constexpr std::array kLatentParts{Part::Autoencoder, Part::ClipText};
constexpr std::array kT5Parts{Part::Autoencoder, Part::T5};
constexpr std::array kKarloParts{Part::UnclipPrior, Part::UnclipTextProjection, Part::ClipText,
                                 Part::UnclipSuperResolution};
constexpr std::array kKandinskyParts{Part::Movq, Part::UnclipPrior, Part::ClipText,
                                     Part::ClipVision};
constexpr std::array kStableUnclipParts{Part::Autoencoder, Part::ClipText, Part::ClipVision};
constexpr std::array kDalle2Parts{Part::Dalle2Prior, Part::ClipDual};
constexpr std::array kDvaeParts{Part::DvaeEncoder};
constexpr std::array kDalleMiniParts{Part::DalleMiniEncoder, Part::Vqgan};
constexpr std::array kMinDalleParts{Part::Vqgan};
constexpr std::array kGlideParts{Part::GlideUpsampler};

/// `runnable` is turned on with the pipeline that runs the family.
constexpr std::array kFamilies{
    FamilyTraits{Family::StableDiffusion1, "Stable Diffusion 1.x", Part::Unet, kLatentParts, 1,
                 true},
    FamilyTraits{Family::StableDiffusion2, "Stable Diffusion 2.x", Part::Unet, kLatentParts, 1,
                 true},
    FamilyTraits{Family::StableDiffusionXl, "Stable Diffusion XL", Part::Unet, kLatentParts, 2,
                 true},
    FamilyTraits{Family::StableDiffusion3, "Stable Diffusion 3.x", Part::Sd3Transformer,
                 kLatentParts, 2},
    FamilyTraits{Family::Flux, "FLUX.1", Part::FluxTransformer, kT5Parts},
    FamilyTraits{Family::PixArt, "PixArt", Part::PixArtTransformer, kT5Parts},
    FamilyTraits{Family::Karlo, "Karlo (unCLIP)", Part::UnclipDecoder, kKarloParts, 1, true},
    FamilyTraits{Family::Kandinsky21, "Kandinsky 2.1", Part::KandinskyDecoder, kKandinskyParts},
    FamilyTraits{Family::StableUnclip, "Stable unCLIP", Part::Unet, kStableUnclipParts},
    FamilyTraits{Family::Kandinsky22, "Kandinsky 2.2", Part::KandinskyDecoder, kKandinskyParts, 1,
                 true},
    FamilyTraits{Family::Dalle2Library, "DALL·E 2 (dalle2-pytorch)", Part::Dalle2Decoder,
                 kDalle2Parts, 1, true},
    FamilyTraits{Family::DiscreteVae, "DALL·E's discrete autoencoder", Part::DvaeDecoder,
                 kDvaeParts},
    FamilyTraits{Family::DalleMini, "DALL·E Mini", Part::DalleMiniDecoder, kDalleMiniParts},
    FamilyTraits{Family::MinDalle, "minDALL-E", Part::MinDalleTransformer, kMinDalleParts},
    FamilyTraits{Family::Glide, "GLIDE", Part::GlideBase, kGlideParts},
    FamilyTraits{Family::Clip, "CLIP", Part::ClipDual, {}, 0},
    FamilyTraits{
        Family::SmallUnclip, "Pentimento (small DALL·E 2)", Part::SmallUnclipDecoder, {}, 0, true},
};

constexpr int kLatentInputs = 4;  ///< of a U-Net that was not trained for inpainting
constexpr int kInpaintingInputs = 9;

void fillLatentDiffusion(const ModelCard& card, Capabilities& c) {
  c.tasks = {Task::TextToImage, Task::ImageToImage, Task::MaskedEdit};
  c.loras = true;
  c.defaultSampler = "dpmpp_2m";
  c.defaultSchedule = "karras";
  const ModelPart* unet = card.part(PartKind::Unet);
  c.dedicatedInpainting = unet && unet->inputChannels == kInpaintingInputs;
  if (card.family == Family::StableDiffusionXl) {
    c.nativeSize = {1024, 1024};
    c.defaultGuidance = 6.0;
  } else if (card.family == Family::StableDiffusion2 && card.prediction == Prediction::V) {
    c.nativeSize = {768, 768};
  }
}

void fillUnclip(const ModelCard& card, Capabilities& c) {
  const bool seesPictures = card.part(PartKind::ClipVision) && card.part(PartKind::ClipText);
  if (card.part(PartKind::UnclipPrior))
    c.tasks = {Task::TextToImage, Task::ImageToImage, Task::MaskedEdit};
  if (seesPictures)
    c.tasks.insert(c.tasks.end(), {Task::Variations, Task::Interpolate, Task::TextDiff});
  c.ranksByClip = seesPictures;
  c.clipPromptGrammar = false;
  c.defaultSampler = "DDPM";
  const bool karlo = card.family == Family::Karlo;
  c.nativeSize = karlo ? Extent{256, 256} : Extent{512, 512};
  c.sizeMultiple = 64;
  c.defaultSteps = karlo ? 25 : 50;
  c.defaultGuidance = karlo ? 8 : 4;
  const ModelPart* decoder = card.part(PartKind::KandinskyDecoder);
  c.dedicatedInpainting = decoder && decoder->inputChannels == kInpaintingInputs;
  if (!karlo && !card.part(PartKind::UnclipPrior)) c.tasks.clear();  // no embedding for "nothing"
}

bool hasClipPair(const ModelCard& card) {
  return card.part(PartKind::ClipDual) ||
         (card.part(PartKind::ClipVision) && card.part(PartKind::ClipText));
}

void fillDalle2Library(const ModelCard& card, Capabilities& c) {
  c.clipPromptGrammar = c.negativePrompt = false;
  c.nativeSize = {256, 256};
  c.defaultSampler = "DDIM";
  c.defaultSteps = 250;
  c.defaultGuidance = 2;
  if (!card.part(PartKind::Dalle2Prior) || !card.part(PartKind::Dalle2Decoder) ||
      !hasClipPair(card))
    return;
  c.tasks = {Task::TextToImage, Task::MaskedEdit, Task::Variations, Task::Interpolate,
             Task::TextDiff};
  c.ranksByClip = true;
}

void fillSmallUnclip(const ModelCard& card, Capabilities& c) {
  if (!card.part(PartKind::SmallUnclipDecoder)) return;
  c.tasks = {Task::TextToImage, Task::ImageToImage, Task::MaskedEdit};
  c.ranksByClip = card.part(PartKind::SmallUnclipClip) != nullptr;
  if (c.ranksByClip && card.part(PartKind::SmallUnclipPrior))
    c.tasks.insert(c.tasks.end(), {Task::Variations, Task::Interpolate, Task::TextDiff});
  c.dedicatedInpainting = true;
  c.clipPromptGrammar = c.negativePrompt = false;
  c.tokenLimit = 32;
  c.nativeSize = {256, 256};
  c.sizeMultiple = 32;
  c.defaultSampler = "DDIM";
  c.defaultSteps = 20;
  c.defaultGuidance = 3;
}

Capabilities capabilitiesOf(const ModelCard& card, const FamilyTraits& traits) {
  Capabilities c;
  c.architecture = traits.title;
  c.parameterBytes = card.bytes();
  switch (card.family) {
    case Family::StableDiffusion1:
    case Family::StableDiffusion2:
    case Family::StableDiffusionXl:
      fillLatentDiffusion(card, c);
      break;
    case Family::Karlo:
    case Family::Kandinsky22:
      fillUnclip(card, c);
      break;
    case Family::Dalle2Library:
      fillDalle2Library(card, c);
      break;
    case Family::DalleMini:
    case Family::MinDalle:
    case Family::Glide:
      c.tasks = {Task::TextToImage};
      c.clipPromptGrammar = c.negativePrompt = false;
      c.nativeSize = {256, 256};
      break;
    case Family::Clip:
      c.ranksByClip = true;
      break;
    case Family::Kandinsky21:
    case Family::StableUnclip:
      c.tasks = {Task::TextToImage, Task::Variations};
      break;
    case Family::StableDiffusion3:
    case Family::Flux:
    case Family::PixArt:
      c.tasks = {Task::TextToImage};
      c.nativeSize = {1024, 1024};
      break;
    case Family::SmallUnclip:
      fillSmallUnclip(card, c);
      break;
    case Family::DiscreteVae:
    case Family::Unknown:
      break;
  }
  return c;
}

std::vector<std::string> missingParts(const ModelCard& card, const FamilyTraits& traits) {
  std::vector<std::string> missing;
  for (const PartKind kind : traits.required) {
    if (kind == PartKind::ClipDual && hasClipPair(card)) continue;
    const auto wanted = kind == PartKind::ClipText ? traits.textEncoders : 1;
    const auto present = std::ranges::count(card.parts, kind, &ModelPart::kind);
    for (auto i = present; i < wanted; ++i) missing.emplace_back(wordFor(kind));
  }
  if (!card.part(traits.main)) missing.emplace_back(wordFor(traits.main));
  return missing;
}

void addNote(ModelCard& card, std::string_view sentence) {
  if (!card.note.empty()) card.note += ' ';
  card.note += sentence;
}

}  // namespace

const FamilyTraits* traitsOf(ModelFamily family) noexcept {
  const auto found = std::ranges::find(kFamilies, family, &FamilyTraits::family);
  return found == kFamilies.end() ? nullptr : &*found;
}

void completeCard(ModelCard& card) {
  const FamilyTraits* traits = traitsOf(card.family);
  if (!traits) return;
  card.capabilities = capabilitiesOf(card, *traits);
  if (card.role == ModelRole::Adapter) {
    card.runnable = traits->runnable;
    return;
  }
  card.missing = missingParts(card, *traits);
  const bool alone = card.parts.size() == 1 && !traits->required.empty();
  card.role = card.part(traits->main) && !alone ? ModelRole::Model : ModelRole::Component;
  const ModelPart* unet = card.part(PartKind::Unet);
  const ModelPart* network = unet ? unet : card.part(PartKind::KandinskyDecoder);
  const bool knownInputs = !network || network->inputChannels == kLatentInputs ||
                           network->inputChannels == kInpaintingInputs;
  card.runnable = traits->runnable && knownInputs && !card.capabilities.tasks.empty();
  if (card.family == Family::Clip)
    addNote(card, "It tells how well pictures match texts, and makes none itself.");
  else if (!traits->runnable)
    addNote(card,
            fmt::format("{} is recognised, but this version cannot run it yet.", traits->title));
  if (!knownInputs)
    addNote(card, fmt::format("Its U-Net takes {} input channels (depth or picture instructions), "
                              "which this version does not provide.",
                              network->inputChannels));
  if (!card.missing.empty() && card.role == ModelRole::Model)
    addNote(card, fmt::format("It brings no {}: {} looked for in the model folders.",
                              fmt::join(card.missing, ", no "),
                              card.missing.size() == 1 ? "that is" : "these are"));
  if (card.predictionAssumed && card.family == Family::StableDiffusion2 && unet)
    addNote(card,
            "Nothing says whether it estimates noise or velocity; velocity is assumed unless "
            "it is an inpainting model.");
}

}  // namespace pentimento
