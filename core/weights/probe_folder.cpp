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

/// A family of pictures outweighs CLIP, which many of them contain.
ModelFamily stronger(ModelFamily one, ModelFamily other) {
  const bool weak = one == ModelFamily::Unknown || one == ModelFamily::Clip;
  return weak && other != ModelFamily::Unknown ? other : one;
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
  completeCard(card);
  readWords(folder, card);
  if (card.role == ModelRole::Model && card.capabilities.supports(Task::TextToImage) &&
      !holdsTokenizer(folder))
    card.missing.emplace_back("tokenizer");
  return card;
}

}  // namespace pentimento
