#include "core/weights/probe.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/printable.h"
#include "core/weights/adapter_rules.h"
#include "core/weights/indexed_source.h"
#include "core/weights/model_families.h"
#include "core/weights/open_tensors.h"
#include "core/weights/part_rules.h"
#include "core/weights/probe_folder.h"

namespace pentimento {
namespace fs = std::filesystem;
namespace {

constexpr uintmax_t kMaxSidecarBytes = 1u << 20;

std::string unknownNote(const TensorSource& source) {
  constexpr size_t kShown = 4;
  std::string note = fmt::format("No known model: {} tensors", source.names().size());
  for (size_t i = 0; i < std::min(kShown, source.names().size()); ++i)
    note += fmt::format("{} \"{}\"", i == 0 ? ", such as" : ",", printable(source.names()[i], 60));
  return note + ".";
}

bool isPictureNetwork(ModelFamily family) {
  return family == ModelFamily::StableDiffusion1 || family == ModelFamily::StableDiffusion2 ||
         family == ModelFamily::StableDiffusionXl;
}

/// What the tensors themselves say about the training target.
void readPrediction(const TensorSource& source, ModelCard& card) {
  if (card.family == ModelFamily::StableDiffusion3 || card.family == ModelFamily::Flux) {
    card.prediction = Prediction::Flow;
    card.predictionAssumed = false;
  }
  if (!isPictureNetwork(card.family)) return;
  if (source.contains("v_pred")) {  // a marker that fine-tuned SDXL files carry
    card.prediction = Prediction::V;
    card.predictionAssumed = false;
    return;
  }
  // 2.x: the 768 px models are trained on velocity, the inpainting one on noise.
  const ModelPart* unet = card.part(PartKind::Unet);
  if (card.family == ModelFamily::StableDiffusion2 && unet && unet->inputChannels == 4)
    card.prediction = Prediction::V;
}

/// `name.yaml` beside a single file: the configuration of the program that trained it.
void readSidecar(const fs::path& file, ModelCard& card) {
  fs::path sidecar = file;
  sidecar.replace_extension(".yaml");
  std::error_code failure;
  if (!isPictureNetwork(card.family) || !fs::is_regular_file(sidecar, failure) ||
      fs::file_size(sidecar, failure) > kMaxSidecarBytes)
    return;
  const std::string text = readTextFile(sidecar, kMaxSidecarBytes);
  const size_t key = text.find("parameterization:");
  const std::string_view line = std::string_view(text).substr(
      std::min(key, text.size()), key == std::string::npos ? 0 : text.find('\n', key) - key);
  card.predictionAssumed = false;
  card.prediction = line.find("v", sizeof "parameterization:" - 1) != std::string_view::npos
                        ? Prediction::V
                        : Prediction::Epsilon;
}

/// Everything but what depends on the whole: `completeCard` comes last.
ModelCard surveyTensors(const TensorSource& source, std::string name) {
  ModelCard card;
  card.name = std::move(name);
  for (const std::string& tensor : source.names()) {
    const TensorInfo& info = *source.find(tensor);
    card.bytesByType[std::string(toString(info.dtype))] +=
        static_cast<int64_t>(byteCount(info).value_or(0));
  }
  if (auto adapter = recognizeAdapter(source)) {
    card.parts = {std::move(adapter->part)};
    card.family = adapter->base;
    card.note = std::move(adapter->note);
    card.role = ModelRole::Adapter;
    return card;
  }
  card.parts = recognizeParts(source);
  if (card.parts.empty()) {
    card.note = unknownNote(source);
    return card;
  }
  card.role = ModelRole::Component;
  for (const ModelPart& part : card.parts) {
    const ModelFamily family = familyOf(source, part);
    if (card.family == ModelFamily::Unknown) card.family = family;
    if (part.kind == PartKind::ControlNet || part.kind == PartKind::IpAdapter)
      card.role = ModelRole::Adapter;
  }
  readPrediction(source, card);
  return card;
}

}  // namespace

ModelCard probeTensors(const TensorSource& source, std::string name) {
  ModelCard card = surveyTensors(source, std::move(name));
  completeCard(card);
  return card;
}

ModelCard probeFile(const fs::path& file, const RunContext& run) {
  const SharedSource source = openTensors(file, run);
  ModelCard card = surveyTensors(*source, file.stem().string());
  card.path = file.string();
  readSidecar(file, card);
  return card;
}

ModelCard probeModel(const fs::path& path, const RunContext& run) {
  std::error_code failure;
  if (fs::is_directory(path, failure)) return probeFolder(path, run);
  ModelCard card = probeFile(path, run);
  completeCard(card);
  if (card.role == ModelRole::Model && isPictureNetwork(card.family))
    card.missing.emplace_back("tokenizer");
  return card;
}

}  // namespace pentimento
