#include "core/pipelines/stable_diffusion_parts.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "core/base/error.h"
#include "core/networks/checkpoint_parts.h"
#include "core/networks/load_network.h"
#include "core/text/vocabulary_files.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {

namespace fs = std::filesystem;

fs::path fileOf(const ModelCard& card, const ModelPart& part) {
  return part.file.empty() ? fs::path(card.path) : fs::path(card.path) / part.file;
}

// config.json beside a component of a folder; single files bring none.
std::optional<Json> configBeside(const ModelCard& card, const ModelPart& part) {
  const fs::path config = fileOf(card, part).parent_path() / "config.json";
  if (part.file.empty() || !fs::exists(config)) return std::nullopt;
  return readJsonFile(config);
}

const ModelPart& requiredPart(const ModelCard& card, PartKind kind) {
  if (const ModelPart* part = card.part(kind)) return *part;
  throw Error(ErrorKind::UnsupportedModel, "{} has no {}; choose a complete model", card.name,
              wordFor(kind));
}

LoadOptions optionsFor(const ModelCard& card, PartKind kind, const RunContext& run) {
  LoadOptions options;
  options.what = fmt::format("the {} of {}", wordFor(kind), card.name);
  options.run = &run;
  return options;
}

nn::Unet loadUnetOf(const LoadRequest& request, const RunContext& run) {
  const ModelPart& part = requiredPart(request.card, PartKind::Unet);
  const auto source = nn::unetPart(openTensors(fileOf(request.card, part), run));
  const auto config = configBeside(request.card, part);
  return nn::loadNetwork<nn::Unet>(
      config ? nn::unetConfigFromJson(*config) : nn::unetConfigFromTensors(*source), *source,
      request.placement, optionsFor(request.card, PartKind::Unet, run));
}

nn::KlAutoencoder loadAutoencoderOf(const LoadRequest& request, bool takesSizes,
                                    const RunContext& run) {
  ModelCard card = request.card;
  ModelPart part;
  if (request.autoencoder.empty()) {
    part = requiredPart(card, PartKind::Autoencoder);
  } else {
    card.path = request.autoencoder;
    card.name = fs::path(request.autoencoder).filename().string();
  }
  const auto source = nn::autoencoderPart(openTensors(fileOf(card, part), run));
  if (!source)
    throw Error(ErrorKind::UnsupportedModel, "{} holds no autoencoder; choose another file",
                card.name);
  nn::KlAutoencoderConfig config;
  if (const auto json = configBeside(card, part)) {
    config = nn::klAutoencoderConfigFromJson(*json);
  } else {
    config = nn::klAutoencoderConfigFromTensors(*source);
    // The factor leaves no trace in the tensors; XL's own autoencoder has this one.
    if (takesSizes) config.scalingFactor = 0.13025;
  }
  // float16 overflows in some published autoencoders.
  Placement placement = request.placement;
  if (placement.dtype == torch::kFloat16) placement.dtype = torch::kFloat32;
  LoadOptions options = optionsFor(card, PartKind::Autoencoder, run);
  return nn::loadNetwork<nn::KlAutoencoder>(config, *source, placement, options);
}

bool hasVocabulary(const fs::path& folder) {
  return fs::exists(folder / "vocab.json") && fs::exists(folder / "merges.txt");
}

// A vocabulary of the model folders; open_clip's towers were trained with "!" as padding.
ClipBpe tokenizerElsewhere(const LoadRequest& request, nn::Activation activation) {
  for (const std::string& folder : request.tokenizerFolders) {
    if (!hasVocabulary(folder)) continue;
    ClipBpeOptions options;
    if (activation == nn::Activation::Gelu) options.padToken = "!";
    return {readVocabulary(fs::path(folder) / "vocab.json"),
            readMerges(fs::path(folder) / "merges.txt"), options};
  }
  throw Error(ErrorKind::NotFound,
              "{} brings no vocabulary; put vocab.json and merges.txt of CLIP into {}",
              request.card.name,
              request.tokenizerFolders.empty() ? "a folder tokenizer/ beside your models"
                                               : request.tokenizerFolders.front());
}

ClipBpe tokenizerOf(const LoadRequest& request, size_t tower, nn::Activation activation) {
  const fs::path folder = fs::path(request.card.path) /
                          (tower == 0 ? "tokenizer" : "tokenizer_" + std::to_string(tower + 1));
  if (hasVocabulary(folder)) return ClipBpe::fromFolder(folder);
  return tokenizerElsewhere(request, activation);
}

std::vector<TextTower> loadTowers(const LoadRequest& request, const RunContext& run) {
  (void)requiredPart(request.card, PartKind::ClipText);
  std::vector<TextTower> towers;
  std::vector<fs::path> seen;
  for (const ModelPart& part : request.card.parts) {
    const fs::path file = fileOf(request.card, part);
    if (part.kind != PartKind::ClipText || std::ranges::count(seen, file)) continue;
    seen.push_back(file);  // a single file holds all towers
    for (const nn::TextTower& found : nn::clipTextTowers(openTensors(file, run))) {
      const auto json = configBeside(request.card, part);
      LoadOptions options = optionsFor(request.card, PartKind::ClipText, run);
      options.ignorable = nn::isIgnorableClipTensor;
      const auto config = json ? nn::clipTextConfigFromJson(*json)
                               : nn::clipTextConfigFromTensors(*found.tensors, found.activation);
      towers.push_back(
          {nn::loadNetwork<nn::ClipTextEncoder>(config, *found.tensors, request.placement, options),
           tokenizerOf(request, towers.size(), config.transformer.activation)});
    }
  }
  return towers;
}

SchedulerConfig schedulerOf(const LoadRequest& request, bool takesSizes) {
  const fs::path file = fs::path(request.card.path) / "scheduler" / "scheduler_config.json";
  if (fs::exists(file)) return schedulerConfigFromJson(readJsonFile(file));
  SchedulerConfig config;
  config.prediction = request.card.prediction;
  if (takesSizes) config.spacing = Spacing::Leading;  // as XL was published
  return config;
}

bool zerosForNoNegative(const LoadRequest& request, bool takesSizes) {
  const fs::path index = fs::path(request.card.path) / "model_index.json";
  if (!fs::exists(index)) return takesSizes;
  return readJsonFile(index).value("force_zeros_for_empty_prompt", takesSizes);
}

}  // namespace

StableDiffusionParts loadStableDiffusionParts(const LoadRequest& request, const RunContext& run) {
  StableDiffusionParts parts;
  parts.placement = request.placement;
  parts.text = TextConditioner(loadTowers(request, run));
  parts.unet = loadUnetOf(request, run);
  parts.autoencoder = loadAutoencoderOf(request, parts.takesSizes(), run);
  parts.scheduler = schedulerOf(request, parts.takesSizes());
  parts.zerosForNoNegative = zerosForNoNegative(request, parts.takesSizes());
  return parts;
}

}  // namespace pentimento
