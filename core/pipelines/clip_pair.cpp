#include "core/pipelines/clip_pair.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/networks/checkpoint_parts.h"
#include "core/networks/clip_dual.h"
#include "core/pipelines/model_parts.h"
#include "core/pipelines/unclip_prior.h"
#include "core/tensor/state_dict.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

// The vocabulary beside a CLIP: of transformers, or OpenAI's own list.
ClipBpe tokenizerBeside(const fs::path& folder, const LoadRequest& load) {
  if (hasVocabulary(folder)) return ClipBpe::fromFolder(folder);
  for (const char* name : {"bpe_simple_vocab_16e6.txt.gz", "bpe_simple_vocab_16e6.txt"})
    if (fs::exists(folder / name)) return ClipBpe::fromMergeList(folder / name);
  for (const std::string& other : load.tokenizerFolders)
    if (hasVocabulary(other)) return ClipBpe::fromFolder(other);
  throw Error(ErrorKind::NotFound,
              "{} brings no vocabulary; put vocab.json and merges.txt of CLIP into {}",
              load.card.name, folder.string());
}

// FNV-1a over the signs: rounding to another number format leaves them as they are.
uint64_t hashed(const torch::Tensor& weights, uint64_t hash) {
  const auto signs = torch::signbit(weights.detach().to(torch::kCPU)).contiguous();
  constexpr uint64_t kPrime = 0x100000001B3;
  const bool* bits = signs.data_ptr<bool>();
  for (int64_t i = 0; i < signs.numel(); ++i)
    hash = (hash ^ static_cast<uint64_t>(bits[i])) * kPrime;
  return hash;
}

constexpr const char* kTextProjection = "text_projection.weight";
constexpr const char* kPictureProjection = "visual_projection.weight";

std::string identityOf(const TensorSource& text, const TensorSource& picture) {
  return clipIdentity(readTensor(text, kTextProjection), readTensor(picture, kPictureProjection));
}

const ModelPart* dualOf(const ModelCard& card) {
  const auto within = std::ranges::find_if(card.parts, [](const ModelPart& part) {
    return part.kind == PartKind::ClipDual && !part.prefix.empty();
  });
  return within == card.parts.end() ? card.part(PartKind::ClipDual) : &*within;
}

nn::ClipDual dualIn(const LoadRequest& load, const ModelPart& part, const fs::path& file,
                    const SharedSource& checkpoint, const RunContext& run) {
  nn::ClipDual dual;
  dual.text = load.loaded->find<nn::ClipTextEncoder>(file, load.placement);
  dual.image = load.loaded->find<nn::ClipImageEncoder>(file, load.placement);
  dual.scale = nn::clipScale(checkpoint);
  if (dual.text && dual.image) return dual;
  // What lies beside a checkpoint that holds a CLIP among others does not describe the CLIP.
  const auto config = part.prefix.empty() ? configBeside(load.card, part) : std::nullopt;
  dual = nn::loadClipDual(checkpoint, config, load.placement,
                          loadOptionsFor(load.card, PartKind::ClipDual, run));
  load.loaded->keep(file, load.placement, dual.text);
  load.loaded->keep(file, load.placement, dual.image);
  return dual;
}

}  // namespace

std::string clipIdentity(const torch::Tensor& text, const torch::Tensor& picture) {
  constexpr uint64_t kStart = 0xCBF29CE484222325;
  return fmt::format("{}-{:016x}", picture.size(0), hashed(picture, hashed(text, kStart)));
}

std::optional<std::string> clipIdentityIn(const SharedSource& checkpoint) {
  const SharedSource dual = nn::clipDualPart(checkpoint);
  if (!dual || !dual->contains(kTextProjection) || !dual->contains(kPictureProjection))
    return std::nullopt;
  return identityOf(*dual, *dual);
}

ClipPair loadClipPair(const LoadRequest& load, const RunContext& run) {
  const ModelCard& card = load.card;
  if (const ModelPart* part = dualOf(card)) {
    const fs::path file = fileOf(card, *part);
    const SharedSource checkpoint = withoutPrefix(openTensors(file, run), part->prefix);
    const nn::ClipDual dual = dualIn(load, *part, file, checkpoint, run);
    return {textTower(dual.text, tokenizerBeside(file.parent_path(), load), card.name), dual.image,
            dual.scale, clipIdentityIn(checkpoint).value_or("")};
  }
  const ModelPart *text = card.part(PartKind::ClipText), *picture = card.part(PartKind::ClipVision);
  if (!text || !picture)
    throw Error(ErrorKind::UnsupportedModel,
                "{} has no pair of a text and an image encoder; name a CLIP, or a Karlo or "
                "Kandinsky folder with one",
                card.name);
  auto encoders = loadClipEncoders(load, run);
  return {.text = std::move(encoders.text),
          .image = encoders.image,
          .identity = identityOf(*openTensors(fileOf(card, *text), run),
                                 *openTensors(fileOf(card, *picture), run))};
}

}  // namespace pentimento
