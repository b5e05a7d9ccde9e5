#include "core/pipelines/clip_embedder.h"

#include <fmt/format.h>

#include "core/conditioning/caption_tokens.h"
#include "core/conditioning/clip_embedding.h"
#include "core/imaging/convert.h"
#include "core/imaging/resize.h"
#include "core/pipelines/clip_pair.h"
#include "core/pipelines/model_parts.h"
#include "core/pipelines/small_unclip.h"
#include "core/tensor/image_tensor.h"
#include "core/text/sentencepiece_tokenizer.h"

namespace pentimento {
namespace {

Embedding directionOf(const torch::Tensor& embedding) {
  const auto wide = embedding.to(torch::kFloat32).flatten();
  const auto unit = (wide / wide.norm()).to(torch::kCPU).contiguous();
  return {unit.data_ptr<float>(), unit.data_ptr<float>() + unit.numel()};
}

}  // namespace

ClipEmbedder::ClipEmbedder(const LoadRequest& load, const RunContext& run) {
  if (const ModelPart* part = load.card.part(PartKind::SmallUnclipClip))
    useSmall(load, *part, run);
  else
    usePair(load, run);
}

void ClipEmbedder::usePair(const LoadRequest& load, const RunContext& run) {
  const auto clip = std::make_shared<ClipPair>(loadClipPair(load, run));
  m_text = [clip](const std::string& text) { return encodeClipText(clip->text, text).embedding; };
  m_picture = [clip](const Image& picture) { return encodeClipPicture(clip->image, picture); };
  m_scale = clip->scale;
  m_identity = clip->identity;
}

void ClipEmbedder::useSmall(const LoadRequest& load, const ModelPart& part, const RunContext& run) {
  nn::SmallClipOptions options;
  nn::SmallClip clip = loadSmallClip(load, part, run, options);
  const auto tokenizer = std::make_shared<SentencepieceTokenizer>(
      SentencepieceTokenizer::fromFile(fileOf(load.card, part).parent_path() / "captions.model"));
  const torch::Device device = load.placement.device;
  m_text = [=](const std::string& text) mutable {
    return clip->embedCaptions(tokensOf({text}, *tokenizer, options.caption.length).to(device));
  };
  m_picture = [=](const Image& picture) mutable {
    const int side = static_cast<int>(options.size);
    const Image plain = toDepth(toLayout(picture, ChannelLayout::Rgb), BitDepth::Eight);
    return clip->embedPictures(
        toTensor(resized(plain, {side, side}, ResizeFilter::Lanczos), ValueRange::MinusOneToOne)
            .to(device));
  };
  m_scale = clip->logScale().exp().item<double>();
  const auto weights = clip->named_parameters();
  m_identity = clipIdentity(weights["text_proj.weight"], weights["image_proj.weight"]);
}

EmbeddingResult ClipEmbedder::embed(const EmbeddingRequest& request, const RunContext& run) {
  for (size_t i = 0; i < request.pictures.size(); ++i)
    requireVisible(request.pictures[i], fmt::format("picture {}", i + 1));
  const torch::InferenceMode inference;
  EmbeddingResult result{.clip = m_identity, .scale = m_scale};
  Progress progress{.stage = "compare",
                    .steps = static_cast<int>(request.texts.size() + request.pictures.size())};
  const auto next = [&] {
    run.report(progress);
    ++progress.step;
  };
  for (const std::string& text : request.texts) {
    next();
    result.texts.push_back(directionOf(m_text(text)));
  }
  for (const Image& picture : request.pictures) {
    next();
    result.pictures.push_back(directionOf(m_picture(picture)));
  }
  return result;
}

}  // namespace pentimento
