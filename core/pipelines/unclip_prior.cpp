#include "core/pipelines/unclip_prior.h"

#include <utility>

#include "core/base/error.h"
#include "core/networks/load_network.h"
#include "core/pipelines/model_parts.h"
#include "core/pipelines/step_progress.h"
#include "core/tensor/image_tensor.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

TextTower loadText(const LoadRequest& request, const RunContext& run) {
  const ModelPart& part = requiredPart(request.card, PartKind::ClipText);
  const fs::path file = fileOf(request.card, part);
  LoadOptions options = loadOptionsFor(request.card, PartKind::ClipText, run);
  options.ignorable = [](std::string_view name) { return name.ends_with("position_ids"); };
  auto encoder = request.loaded->findOr<nn::ClipTextEncoder>(file, request.placement, [&] {
    return nn::loadNetwork<nn::ClipTextEncoder>(
        nn::clipTextConfigFromJson(requiredConfig(request.card, part)), *openTensors(file, run),
        request.placement, options);
  });
  if (encoder->config().projection == 0)
    throw Error(ErrorKind::UnsupportedModel,
                "the text encoder of {} has no projection, so it gives no embeddings; take the one "
                "that the model was published with",
                request.card.name);
  // The vocabulary lies beside the encoder's folder.
  const fs::path own = file.parent_path().parent_path() / "tokenizer";
  const std::string& name = request.card.name;
  if (hasVocabulary(own)) return textTower(encoder, ClipBpe::fromFolder(own), name);
  for (const std::string& folder : request.tokenizerFolders)
    if (hasVocabulary(folder)) return textTower(encoder, ClipBpe::fromFolder(folder), name);
  throw Error(ErrorKind::NotFound,
              "{} brings no vocabulary; put vocab.json and merges.txt of CLIP into {}",
              request.card.name, own.string());
}

nn::ClipImageEncoder loadImage(const LoadRequest& request, const ModelPart& part,
                               const RunContext& run) {
  LoadOptions options = loadOptionsFor(request.card, PartKind::ClipVision, run);
  options.ignorable = [](std::string_view name) { return name.ends_with("position_ids"); };
  const fs::path file = fileOf(request.card, part);
  return request.loaded->findOr<nn::ClipImageEncoder>(file, request.placement, [&] {
    return nn::loadNetwork<nn::ClipImageEncoder>(
        nn::clipImageConfigFromJson(requiredConfig(request.card, part)), *openTensors(file, run),
        request.placement, options);
  });
}

}  // namespace

void requireOneClip(const ModelCard& card, PartKind kind, int64_t width, int64_t textWidth) {
  if (width != textWidth)
    throw Error(ErrorKind::UnsupportedModel,
                "the {} of {} works with embeddings of {} numbers, its text encoder makes {}: they "
                "belong to different CLIPs",
                titleOf(kind), card.name, width, textWidth);
}

PosteriorSchedule scheduleBeside(const ModelCard& card, const ModelPart& part,
                                 const std::string& folder) {
  const fs::path file =
      fileOf(card, part).parent_path().parent_path() / folder / "scheduler_config.json";
  if (!fs::exists(file))
    throw Error(ErrorKind::NotFound,
                "{} lacks {}, which says how its {} is sampled; copy it from where the model came "
                "from",
                card.name, file.lexically_normal().string(), titleOf(part.kind));
  return PosteriorSchedule::fromJson(readJsonFile(file));
}

ClipTextStates UnclipPrior::text(const std::string& words) {
  return encodeClipText(m_parts.text, words);
}

nn::ClipImageEncoder& UnclipPrior::imageEncoder() {
  if (m_parts.image) return m_parts.image;
  throw Error(ErrorKind::UnsupportedModel,
              "this model has no image encoder, so it cannot see pictures; put the folder "
              "image_encoder of its CLIP into the model's folder");
}

torch::Tensor UnclipPrior::picture(const Image& image) {
  return encodeClipPicture(imageEncoder(), image).to(torch::kFloat32);
}

torch::Tensor UnclipPrior::noPicture() {
  auto& encoder = imageEncoder();
  const int64_t side = encoder->config().imageSide;
  return encoder->forward(torch::zeros({1, 3, side, side}, m_parts.placement.options()))
      .projected.to(torch::kFloat32);
}

torch::Tensor UnclipPrior::sample(const std::string& prompt, const std::string& against,
                                  const Run& run) {
  if (!m_parts.prior || !m_parts.schedule)
    throw Error(ErrorKind::UnsupportedModel,
                "this model has no prior, so it makes no pictures from words; put the prior's "
                "folder beside it, or give a picture to vary");
  const auto conditioning = [this](const std::string& words) {
    const ClipTextStates states = text(words);
    return nn::PriorConditioning{states.embedding, states.states, states.mask};
  };
  const auto latents =
      unclip::samplePrior(m_parts.prior, conditioning(prompt), conditioning(against),
                          {.process = &m_parts.schedule->process(),
                           .jumps = m_parts.schedule->jumps(run.steps),
                           .guidance = run.guidance,
                           .draw = run.draw,
                           .onStep = run.onStep});
  return m_parts.prior->toClip(latents).to(torch::kFloat32);
}

ClipEncoders loadClipEncoders(const LoadRequest& request, const RunContext& run) {
  const ModelCard& card = request.card;
  ClipEncoders clip{.text = loadText(request, run)};
  if (const ModelPart* part = card.part(PartKind::ClipVision)) {
    clip.image = loadImage(request, *part, run);
    requireOneClip(card, PartKind::ClipVision, clip.image->config().projection,
                   clip.text.encoder->config().projection);
  }
  return clip;
}

UnclipPrior loadUnclipPrior(const LoadRequest& request, const std::string& schedulerFolder,
                            const RunContext& run) {
  const ModelCard& card = request.card;
  ClipEncoders clip = loadClipEncoders(request, run);
  const int64_t width = clip.text.encoder->config().projection;
  UnclipPrior::Parts parts{.text = std::move(clip.text), .image = clip.image};
  parts.placement = request.placement;
  if (const ModelPart* part = card.part(PartKind::UnclipPrior)) {
    const fs::path file = fileOf(card, *part);
    const auto options = nn::priorTransformerOptionsFromJson(requiredConfig(card, *part));
    requireOneClip(card, PartKind::UnclipPrior, options.embeddingWidth, width);
    parts.prior =
        nn::loadNetwork<nn::PriorTransformer>(options, *openTensors(file, run), request.placement,
                                              loadOptionsFor(card, PartKind::UnclipPrior, run));
    parts.schedule = scheduleBeside(card, *part, schedulerFolder);
  }
  return UnclipPrior(std::move(parts));
}

unclip::OnStep unclipProgress(const RunContext& run, const std::string& stage, bool pixels) {
  const auto preview = [](const torch::Tensor& x0) {
    return toImage(x0.clamp(-1, 1), ValueRange::MinusOneToOne);
  };
  return [report = stepProgress(run, stage, preview), &run, pixels, stage](
             int step, int steps, const torch::Tensor& x0) {
    // Embeddings and latents have no picture that costs nothing.
    if (pixels || !run.wantsPreviews)
      report({.step = step - 1, .steps = steps, .sigma = 0, .x0 = x0});
    else
      run.report({.stage = stage, .step = step, .steps = steps});
  };
}

}  // namespace pentimento
