#include "core/pipelines/clip_pair.h"

#include <utility>

#include "core/base/error.h"
#include "core/networks/clip_dual.h"
#include "core/pipelines/model_parts.h"
#include "core/pipelines/unclip_prior.h"
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

nn::ClipDual dualIn(const LoadRequest& load, const ModelPart& part, const fs::path& file,
                    const RunContext& run) {
  const SharedSource checkpoint = openTensors(file, run);
  nn::ClipDual dual;
  dual.text = load.loaded->find<nn::ClipTextEncoder>(file, load.placement);
  dual.image = load.loaded->find<nn::ClipImageEncoder>(file, load.placement);
  dual.scale = nn::clipScale(checkpoint);
  if (dual.text && dual.image) return dual;
  dual = nn::loadClipDual(checkpoint, configBeside(load.card, part), load.placement,
                          loadOptionsFor(load.card, PartKind::ClipDual, run));
  load.loaded->keep(file, load.placement, dual.text);
  load.loaded->keep(file, load.placement, dual.image);
  return dual;
}

}  // namespace

ClipPair loadClipPair(const LoadRequest& load, const RunContext& run) {
  const ModelCard& card = load.card;
  if (const ModelPart* part = card.part(PartKind::ClipDual)) {
    const fs::path file = fileOf(card, *part);
    const nn::ClipDual dual = dualIn(load, *part, file, run);
    return {textTower(dual.text, tokenizerBeside(file.parent_path(), load), card.name), dual.image,
            dual.scale};
  }
  if (!card.part(PartKind::ClipText) || !card.part(PartKind::ClipVision))
    throw Error(ErrorKind::UnsupportedModel,
                "{} has no pair of a text and an image encoder; name a CLIP, or a Karlo or "
                "Kandinsky folder with one",
                card.name);
  auto encoders = loadClipEncoders(load, run);
  return {std::move(encoders.text), encoders.image};
}

}  // namespace pentimento
