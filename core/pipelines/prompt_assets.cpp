#include "core/pipelines/prompt_assets.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/base/utf8.h"
#include "core/conditioning/textual_inversion.h"
#include "core/text/prompt_syntax.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

// What the model's networks say of an adapter, put together.
void requireLoraFit(const nn::Lora& lora, const std::string& name,
                    const StableDiffusionParts& parts, std::vector<std::string>& notes) {
  size_t layers = 0, placed = 0;
  for (const nn::LoraPart part :
       {nn::LoraPart::Unet, nn::LoraPart::TextEncoder, nn::LoraPart::TextEncoder2})
    layers += lora.layers(part).size();
  for (const nn::LoraPatcher& patcher : parts.patchers) {
    const nn::LoraMisfits misfits = patcher.misfits(lora);
    if (!misfits.otherSize.empty())
      throw Error(ErrorKind::InvalidInput,
                  "the LoRA \"{}\" was made for another kind of model: its layer {} is of another "
                  "size",
                  printable(name), printable(misfits.otherSize.front()));
    placed += lora.layers(patcher.part()).size() - misfits.homeless.size();
  }
  if (placed == 0)
    throw Error(
        ErrorKind::InvalidInput,
        "the LoRA \"{}\" was made for another kind of model: none of its layers has a place "
        "in this one",
        printable(name));
  if (placed < layers)
    notes.push_back(
        fmt::format("{} of the {} layers of the LoRA \"{}\" have no place in this model.",
                    layers - placed, layers, printable(name)));
}

}  // namespace

std::shared_ptr<const nn::Lora> PromptAssets::opened(const fs::path& path, const RunContext& run) {
  const auto modified = fs::last_write_time(path);
  const auto found = m_loras.find(path);
  if (found != m_loras.end() && found->second.modified == modified) return found->second.lora;
  return (m_loras[path] = {modified, std::make_shared<nn::Lora>(openTensors(path, run))}).lora;
}

void PromptAssets::applyLoras(const std::vector<LoraUse>& uses, StableDiffusionParts& parts,
                              const RunContext& run, std::vector<std::string>& notes) {
  std::vector<nn::WeightedLora> onNetwork, onText;
  std::vector<fs::path> used;
  for (const LoraUse& use : uses) {
    used.push_back(use.name);
    const auto lora = opened(used.back(), run);
    requireLoraFit(*lora, used.back().stem().string(), parts, notes);
    onNetwork.push_back({lora, use.weight});
    onText.push_back({lora, use.textWeight.value_or(use.weight)});
  }
  if (!uses.empty()) run.report({.stage = "load"});
  // Before the weights move: should this be cut short, no encoding of other weights is left.
  if (onText != m_onText) parts.text.forgetEncodings();
  m_onText = onText;
  for (nn::LoraPatcher& patcher : parts.patchers)
    patcher.apply(patcher.part() == nn::LoraPart::Unet ? onNetwork : onText, run);
  std::erase_if(
      m_loras, [&](const auto& item) { return std::ranges::find(used, item.first) == used.end(); });
}

std::vector<PromptAssets::NamedFile> PromptAssets::wordsOf(const GenerationRequest& request) const {
  std::vector<NamedFile> words;
  for (const std::string& name : request.embeddings) {
    const fs::path path = m_folders.resolveOrPath(AssetKind::Embedding, name);
    words.push_back({path.stem().string(), path, true});
  }
  const std::string text = lowerCased(request.prompt + "\n" + request.negativePrompt);
  for (const Asset& asset : m_folders.list(AssetKind::Embedding)) {
    const std::string name = fs::path(asset.name).filename().string();
    if (text.find(lowerCased(name)) != std::string::npos)
      words.push_back({name, asset.path, false});
  }
  return words;
}

void PromptAssets::learnWords(const GenerationRequest& request, StableDiffusionParts& parts,
                              const RunContext& run, std::vector<std::string>& notes) {
  const std::vector<NamedFile> words = wordsOf(request);
  if (words == m_words) return;
  m_words.clear();
  std::vector<TextualInversion> inversions;
  bool complete = true;
  for (const NamedFile& word : words) {
    try {
      const auto read =
          readTextualInversion(*openTensors(word.path, run), word.name, parts.text.towers().size());
      for (const TextualInversion& inversion : read) parts.text.requireFit(inversion);
      inversions.insert(inversions.end(), read.begin(), read.end());
    } catch (const Error& error) {
      if (word.asked) throw;
      complete = false;
      notes.push_back(
          fmt::format("\"{}\" is read as a plain word: {}", printable(word.name), error.what()));
    }
  }
  parts.text.setInversions(inversions);
  if (complete) m_words = words;  // else the next request is told as well
}

GenerationRequest PromptAssets::use(const GenerationRequest& request, StableDiffusionParts& parts,
                                    const RunContext& run, std::vector<std::string>& notes) {
  GenerationRequest r = request;
  PromptWithLoras prompt = extractLoras(withoutComments(r.prompt));
  PromptWithLoras negative = extractLoras(withoutComments(r.negativePrompt));
  r.prompt = std::move(prompt.prompt);
  r.negativePrompt = std::move(negative.prompt);
  for (LoraUse& lora : r.loras)
    lora.name = m_folders.resolveOrPath(AssetKind::Lora, lora.name).string();
  // A tag never names a path: prompts come from anywhere.
  for (const PromptLora& lora : prompt.loras)
    r.loras.push_back(
        {m_folders.resolve(AssetKind::Lora, lora.name).string(), lora.weight, lora.textWeight});
  if (!negative.loras.empty())
    notes.emplace_back(
        "LoRAs in the negative prompt are left out: a LoRA acts on the whole picture.");
  applyLoras(r.loras, parts, run, notes);
  learnWords(r, parts, run, notes);
  return r;
}

}  // namespace pentimento
