#include "core/pipelines/model_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace pentimento {
namespace fs = std::filesystem;

fs::path fileOf(const ModelCard& card, const ModelPart& part) {
  return part.file.empty() ? fs::path(card.path) : fs::path(card.path) / part.file;
}

std::optional<Json> configBeside(const ModelCard& card, const ModelPart& part) {
  const fs::path config = fileOf(card, part).parent_path() / "config.json";
  if (part.file.empty() || !fs::exists(config)) return std::nullopt;
  return readJsonFile(config);
}

Json requiredConfig(const ModelCard& card, const ModelPart& part) {
  if (auto config = configBeside(card, part)) return *std::move(config);
  throw Error(ErrorKind::UnsupportedModel,
              "there is no config.json beside the {} of {}; copy it from where the model came from",
              titleOf(part.kind), card.name);
}

const ModelPart& requiredPart(const ModelCard& card, PartKind kind) {
  if (const ModelPart* part = card.part(kind)) return *part;
  throw Error(ErrorKind::UnsupportedModel,
              "{} has no {}; choose a complete model, or the folder that holds all of it",
              card.name, titleOf(kind));
}

std::string titleOf(PartKind kind) {
  switch (kind) {
    case PartKind::ClipText:
      return "text encoder";
    case PartKind::ClipVision:
      return "image encoder";
    case PartKind::ClipDual:
    case PartKind::SmallUnclipClip:
      return "CLIP";
    case PartKind::UnclipPrior:
    case PartKind::Dalle2Prior:
    case PartKind::SmallUnclipPrior:
      return "prior";
    case PartKind::UnclipTextProjection:
      return "text projection (text_proj)";
    case PartKind::UnclipDecoder:
    case PartKind::KandinskyDecoder:
    case PartKind::Dalle2Decoder:
    case PartKind::SmallUnclipDecoder:
      return "decoder";
    case PartKind::UnclipSuperResolution:
    case PartKind::SmallUnclipUpsampler:
      return "super-resolution network";
    case PartKind::Movq:
      return "picture decoder (movq)";
    case PartKind::Unet:
      return "U-Net";
    default: {
      std::string word(wordFor(kind));
      std::ranges::replace(word, '_', ' ');
      return word;
    }
  }
}

std::vector<const ModelPart*> partsOf(const ModelCard& card, PartKind kind) {
  std::vector<const ModelPart*> parts;
  for (const ModelPart& part : card.parts)
    if (part.kind == kind) parts.push_back(&part);
  return parts;
}

LoadOptions loadOptionsFor(const ModelCard& card, PartKind kind, const RunContext& run) {
  LoadOptions options;
  options.what = fmt::format("the {} of {}", titleOf(kind), card.name);
  options.run = &run;
  return options;
}

bool hasVocabulary(const fs::path& folder) {
  return fs::exists(folder / "vocab.json") && fs::exists(folder / "merges.txt");
}

}  // namespace pentimento
