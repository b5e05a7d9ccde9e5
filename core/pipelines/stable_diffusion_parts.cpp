#include "core/pipelines/stable_diffusion_parts.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/networks/checkpoint_parts.h"
#include "core/networks/load_network.h"
#include "core/pipelines/model_parts.h"
#include "core/text/vocabulary_files.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {

namespace fs = std::filesystem;

void loadUnetInto(StableDiffusionParts& parts, const LoadRequest& request, const RunContext& run) {
  const ModelPart& part = requiredPart(request.card, PartKind::Unet);
  const auto source = nn::unetPart(openTensors(fileOf(request.card, part), run));
  const auto config = configBeside(request.card, part);
  parts.unet = nn::loadNetwork<nn::Unet>(
      config ? nn::unetConfigFromJson(*config) : nn::unetConfigFromTensors(*source), *source,
      request.placement, loadOptionsFor(request.card, PartKind::Unet, run));
  parts.patchers.emplace_back(parts.unet.ptr(), nn::LoraPart::Unet, source);
}

nn::KlAutoencoder loadAutoencoderOf(const LoadRequest& request, bool takesSizes,
                                    const RunContext& run) {
  ModelCard card = request.card;
  ModelPart part;
  if (request.autoencoder.empty()) {
    part = requiredPart(card, PartKind::Autoencoder);
  } else {
    const fs::path path =
        request.folders.resolveOrPath(AssetKind::Autoencoder, request.autoencoder);
    card.name = path.filename().string();
    card.path = path.string();
    // In a folder of its own, the configuration lies beside the weights.
    if (fs::is_directory(path)) part.file = "./";
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
  LoadOptions options = loadOptionsFor(card, PartKind::Autoencoder, run);
  return nn::loadNetwork<nn::KlAutoencoder>(config, *source, placement, options);
}

// A vocabulary beside the file or of the model folders; open_clip's towers were trained with "!" as
// padding.
ClipBpe tokenizerElsewhere(const LoadRequest& request, const nn::ClipTextConfig& config) {
  ClipBpeOptions options;
  if (config.transformer.activation == nn::Activation::Gelu) options.padToken = "!";
  const fs::path beside = fs::absolute(request.card.path).parent_path() / "tokenizer";
  std::vector<fs::path> places{beside};
  places.insert(places.end(), request.tokenizerFolders.begin(), request.tokenizerFolders.end());
  std::string others;
  for (const fs::path& path : places) {
    const bool pair = hasVocabulary(path);
    if (!pair && !fs::is_regular_file(path)) continue;  // of another kind of text encoder
    ClipBpe tokenizer = pair ? ClipBpe(readVocabulary(path / "vocab.json"),
                                       readMerges(path / "merges.txt"), options)
                             : ClipBpe::fromMergeList(path, options);
    if (static_cast<int64_t>(tokenizer.size()) == config.vocabulary) return tokenizer;
    others = fmt::format(" (that in {} has {} pieces, the model {})", printable(path.string(), 500),
                         tokenizer.size(), config.vocabulary);
  }
  throw Error(ErrorKind::NotFound,
              "{} brings no vocabulary, and there is none that fits it{}; put vocab.json and "
              "merges.txt of CLIP into {}",
              request.card.name, others, printable(beside.string(), 500));
}

ClipBpe tokenizerOf(const LoadRequest& request, size_t tower, const nn::ClipTextConfig& config) {
  const fs::path folder = fs::path(request.card.path) /
                          (tower == 0 ? "tokenizer" : "tokenizer_" + std::to_string(tower + 1));
  if (hasVocabulary(folder)) return ClipBpe::fromFolder(folder);
  return tokenizerElsewhere(request, config);
}

void loadTowersInto(StableDiffusionParts& parts, const LoadRequest& request,
                    const RunContext& run) {
  (void)requiredPart(request.card, PartKind::ClipText);
  std::vector<TextTower> towers;
  std::vector<fs::path> seen;
  for (const ModelPart& part : request.card.parts) {
    const fs::path file = fileOf(request.card, part);
    if (part.kind != PartKind::ClipText || std::ranges::count(seen, file)) continue;
    seen.push_back(file);  // a single file holds all towers
    for (const nn::TextTower& found : nn::clipTextTowers(openTensors(file, run))) {
      const auto json = configBeside(request.card, part);
      LoadOptions options = loadOptionsFor(request.card, PartKind::ClipText, run);
      options.ignorable = nn::isIgnorableClipTensor;
      const auto config = json ? nn::clipTextConfigFromJson(*json)
                               : nn::clipTextConfigFromTensors(*found.tensors, found.activation);
      // First: where there is no vocabulary, nothing need be loaded to say so.
      ClipBpe tokenizer = tokenizerOf(request, towers.size(), config);
      towers.push_back(
          {nn::loadNetwork<nn::ClipTextEncoder>(config, *found.tensors, request.placement, options),
           std::move(tokenizer)});
      parts.patchers.emplace_back(
          towers.back().encoder.ptr(),
          towers.size() == 1 ? nn::LoraPart::TextEncoder : nn::LoraPart::TextEncoder2,
          found.tensors);
    }
  }
  parts.text = TextConditioner(std::move(towers));
}

// Small autoencoders for previews bear these names everywhere; the latents of 1.x/2.x and of XL
// cannot be told apart by their tensors.
nn::TinyDecoder findPreviewDecoder(const LoadRequest& request, bool takesSizes,
                                   const RunContext& run) {
  const std::string stem = takesSizes ? "taesdxl" : "taesd";
  for (const std::string& name : {stem + "_decoder", stem}) {
    const auto asset = request.folders.find(AssetKind::Autoencoder, name);
    if (!asset) continue;
    const auto source = nn::tinyDecoderPart(openTensors(asset->path, run));
    if (source)
      return nn::loadNetwork<nn::TinyDecoder>(nn::tinyDecoderConfigFromTensors(*source), *source,
                                              request.placement, {.run = &run});
  }
  return nullptr;
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
  loadTowersInto(parts, request, run);
  loadUnetInto(parts, request, run);
  parts.autoencoder = loadAutoencoderOf(request, parts.takesSizes(), run);
  parts.preview = findPreviewDecoder(request, parts.takesSizes(), run);
  parts.scheduler = schedulerOf(request, parts.takesSizes());
  parts.zerosForNoNegative = zerosForNoNegative(request, parts.takesSizes());
  return parts;
}

}  // namespace pentimento
