#include "core/weights/probe_folder.h"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/printable.h"
#include "core/weights/model_families.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace fs = std::filesystem;
namespace {

constexpr size_t kMaxFiles = 64;  // a folder of a model has fewer; a folder of models is not one
constexpr int kMaxFolderDepth = 2;
constexpr std::array<std::string_view, 6> kWeightExtensions{".safetensors", ".ckpt", ".pt",
                                                            ".pth",         ".bin",  ".pkl"};

/// The files that hold a model's weights, one per component folder, loose ones all.
std::vector<fs::path> weightFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failure;
  if (const auto own = weightsInFolder(folder)) return {*own};
  auto entry = fs::recursive_directory_iterator(
      folder, fs::directory_options::skip_permission_denied, failure);
  for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
    if (entry->is_directory(failure)) {
      if (entry.depth() + 1 >= kMaxFolderDepth + 1) entry.disable_recursion_pending();
      if (const auto component = weightsInFolder(entry->path())) {
        files.push_back(*component);
        entry.disable_recursion_pending();
      }
    } else if (std::ranges::find(kWeightExtensions, entry->path().extension().string()) !=
               kWeightExtensions.end()) {
      files.push_back(entry->path());
    }
    if (files.size() > kMaxFiles)
      throw Error(ErrorKind::InvalidInput,
                  "{} holds many models; choose one of the files or folders in it",
                  printable(folder.string(), 500));
  }
  std::ranges::sort(files);
  return files;
}

/// One model is often there twice, pickled and as safetensors; the latter is taken.
void dropTwins(std::vector<fs::path>& files) {
  const std::set<fs::path> all(files.begin(), files.end());
  std::erase_if(files, [&](fs::path file) {
    const bool isSafe = file.extension() == ".safetensors";
    return !isSafe && all.contains(file.replace_extension(".safetensors"));
  });
}

void readScheduler(const fs::path& folder, ModelCard& card) {
  const fs::path file = folder / "scheduler" / "scheduler_config.json";
  std::error_code failure;
  if (!fs::is_regular_file(file, failure)) return;
  const Json config = readJsonFile(file);
  if (!config.is_object()) return;
  const auto word = config.find("prediction_type");
  card.predictionAssumed = false;
  card.prediction = Prediction::Epsilon;  // what the key means when it is absent
  if (word == config.end() || !word->is_string()) return;
  for (const Prediction prediction : {Prediction::V, Prediction::Sample})
    if (*word == wordFor(prediction)) card.prediction = prediction;
}

bool isTokenizerFile(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with("vocab.json") || name.ends_with("spiece.model") ||
         name == "captions.model" || name == "tokenizer.json" ||
         name.starts_with("bpe_simple_vocab");
}

/// In the folder itself or one below.
bool holdsTokenizer(const fs::path& folder) {
  std::error_code failure;
  auto entry = fs::recursive_directory_iterator(
      folder, fs::directory_options::skip_permission_denied, failure);
  for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
    if (entry.depth() >= 1) entry.disable_recursion_pending();
    if (isTokenizerFile(entry->path())) return true;
  }
  return false;
}

/// `words.txt`: what a model of a small world was trained with.
void readWords(const fs::path& folder, ModelCard& card) {
  constexpr uintmax_t kMaxWordBytes = 1 << 20;
  const fs::path file = folder / "words.txt";
  std::error_code failure;
  if (card.family != ModelFamily::SmallUnclip || !fs::is_regular_file(file, failure)) return;
  std::istringstream words(readTextFile(file, kMaxWordBytes));
  for (std::string word; words >> word;) card.capabilities.vocabulary.push_back(word);
}

/// A family of pictures outweighs CLIP, which many of them contain; Kandinsky 2.1 outweighs 2.2,
/// whose picture decoder it has.
ModelFamily stronger(ModelFamily one, ModelFamily other) {
  if (other == ModelFamily::Kandinsky21) return other;
  const bool weak = one == ModelFamily::Unknown || one == ModelFamily::Clip;
  return weak && other != ModelFamily::Unknown ? other : one;
}

/// Whether `folder` holds a pipeline of the unCLIP family, of whose parts another folder beside it
/// may have the rest: they are published as a prior, a decoder, an inpainting decoder ...
bool isUnclipPipeline(const fs::path& folder, ModelFamily family) {
  std::error_code failure;
  const fs::path index = folder / "model_index.json";
  if (!fs::is_regular_file(index, failure)) return false;
  const Json json = readJsonFile(index);
  const auto name = json.find("_class_name");
  if (name == json.end() || !name->is_string()) return false;
  return name->get_ref<const std::string&>().starts_with(
      family == ModelFamily::Karlo ? "UnCLIP" : "KandinskyV22");
}

/// Parts that the folder lacks, from folders beside it.
void adoptParts(const fs::path& folder, ModelCard& card, const RunContext& run) {
  std::vector<PartKind> wanted;
  if (card.family == ModelFamily::Karlo) wanted = {PartKind::UnclipPrior, PartKind::ClipVision};
  if (card.family == ModelFamily::Kandinsky22)
    wanted = {PartKind::UnclipPrior, PartKind::ClipText, PartKind::ClipVision, PartKind::Movq};
  std::erase_if(wanted, [&](PartKind kind) { return card.part(kind) != nullptr; });
  if (wanted.empty()) return;
  const fs::path own = fs::absolute(folder / "").parent_path();
  std::vector<fs::path> others;
  std::error_code failure;
  for (auto entry = fs::directory_iterator(own.parent_path(), failure);
       !failure && entry != fs::directory_iterator(); entry.increment(failure))
    if (entry->path() != own && isUnclipPipeline(entry->path(), card.family))
      others.push_back(entry->path());
  std::ranges::sort(others);
  for (const fs::path& other : others)
    for (const fs::path& file : weightFiles(other))
      for (ModelPart& part : probeFile(file, run).parts) {
        const auto found = std::ranges::find(wanted, part.kind);
        if (found == wanted.end()) continue;
        wanted.erase(found);
        part.file = fs::relative(file, own).string();
        card.parts.push_back(std::move(part));
      }
}

/// A number, or the length of a list, in the config.json beside a part; 0 when it is not there.
int configNumber(const fs::path& folder, const ModelPart& part, const char* key) {
  const fs::path file = (folder / part.file).parent_path() / "config.json";
  std::error_code failure;
  if (!fs::is_regular_file(file, failure)) return 0;
  const Json config = readJsonFile(file);
  const auto value = config.find(key);
  if (value == config.end()) return 0;
  if (value->is_array()) return static_cast<int>(value->size());
  return value->is_number_integer() ? value->get<int>() : 0;
}

/// The size that an unCLIP model was trained at, as its folder says.
void readNativeSize(const fs::path& folder, ModelCard& card) {
  constexpr int kMost = 4096;
  int side = 0;
  if (card.family == ModelFamily::Karlo)
    if (const ModelPart* part = card.part(PartKind::UnclipSuperResolution))
      side = configNumber(folder, *part, "sample_size");
  const ModelPart* decoder = card.part(PartKind::KandinskyDecoder);
  const ModelPart* movq = card.part(PartKind::Movq);
  if (decoder && movq) {
    const int levels = std::clamp(configNumber(folder, *movq, "block_out_channels"), 1, 6);
    side = std::min(configNumber(folder, *decoder, "sample_size"), kMost) << (levels - 1);
  }
  if (side > 0 && side <= kMost) card.capabilities.nativeSize = {side, side};
}

/// The folder in which the text encoder's vocabulary lies.
fs::path vocabularyRoot(const fs::path& folder, const ModelCard& card) {
  const ModelPart* text = card.part(PartKind::ClipText);
  return text ? (folder / text->file).parent_path().parent_path() : folder;
}

}  // namespace

ModelCard probeFolder(const fs::path& folder, const RunContext& run) {
  std::vector<fs::path> files = weightFiles(folder);
  dropTwins(files);
  if (files.empty())
    throw Error(ErrorKind::NotFound, "{} holds no file with weights",
                printable(folder.string(), 500));
  ModelCard card;
  card.path = folder.string();
  card.name = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
  Progress progress;
  progress.stage = "load";
  progress.steps = static_cast<int>(files.size());
  for (const fs::path& file : files) {
    run.report(progress);
    ModelCard one = probeFile(file, run);
    card.family = stronger(card.family, one.family);
    if (!one.predictionAssumed || one.part(PartKind::Unet)) {
      card.prediction = one.prediction;
      card.predictionAssumed = one.predictionAssumed;
    }
    if (card.role == ModelRole::Unknown || one.role == ModelRole::Adapter) card.role = one.role;
    if (!one.note.empty()) card.note = std::move(one.note);
    for (const auto& [type, bytes] : one.bytesByType) card.bytesByType[type] += bytes;
    for (ModelPart& part : one.parts) {
      part.file = fs::relative(file, folder).string();
      card.parts.push_back(std::move(part));
    }
    ++progress.step;
  }
  if (!card.parts.empty()) card.note.clear();
  readScheduler(folder, card);
  adoptParts(folder, card, run);
  completeCard(card);
  readWords(folder, card);
  readNativeSize(folder, card);
  if (card.family == ModelFamily::Unknown && card.part(PartKind::UnclipPrior))
    card.note =
        "A prior without its decoder: choose the decoder's folder; the prior is found beside it.";
  if (card.role == ModelRole::Model && card.capabilities.supports(Task::TextToImage) &&
      !holdsTokenizer(vocabularyRoot(folder, card)))
    card.missing.emplace_back("tokenizer");
  return card;
}

}  // namespace pentimento
