#include "core/training/dalle2_task.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/imaging/contact_sheet.h"
#include "core/imaging/resize.h"
#include "core/pipelines/dalle2_sampling.h"
#include "core/tensor/placement.h"
#include "core/training/example_noise.h"
#include "core/training/picture_tensors.h"
#include "core/training/unclip_loss.h"

namespace pentimento::training {
namespace {

enum Dalle2Stream : uint64_t { kDalle2Noise = 31, kDalle2Time, kDalle2Drop, kDalle2Caption, kBlur };

constexpr uint64_t kSheetExamples = uint64_t{1} << 60;  // none of them is ever trained on
constexpr int kSheetSteps = 16;

Dalle2Noise noiseOf(const BatchPosition& batch, torch::IntArrayRef shape,
                    const std::vector<double>& betas, uint64_t seed) {
  const auto last = static_cast<int64_t>(betas.size()) - 1;
  const auto times = exampleTimes(batch, seed + kDalle2Time) * static_cast<double>(betas.size());
  return {betas, times.to(torch::kInt64).clamp_max(last),
          exampleNoise(batch, shape, seed + kDalle2Noise)};
}

Dalle2Noise rowsOf(const Dalle2Noise& noise, const torch::Tensor& rows) {
  return {noise.betas, noise.times.index_select(0, rows), noise.noise.index_select(0, rows)};
}

torch::Tensor rowsOf(const torch::Tensor& values, const torch::Tensor& rows) {
  return values.defined() ? values.index_select(0, rows) : values;
}

/// Mean over a batch of which some examples are told nothing.
/// @param part  mean loss of these rows
torch::Tensor meanWithDrops(
    const torch::Tensor& dropped,
    const std::function<torch::Tensor(const torch::Tensor& rows, bool drop)>& part) {
  auto sum = torch::zeros({}, dropped.device());
  for (const bool drop : {false, true}) {
    const auto rows = (dropped == drop).nonzero().squeeze(1);
    if (rows.size(0) > 0) sum = sum + part(rows, drop) * rows.size(0);
  }
  return sum / dropped.size(0);
}

dalle2::Run sheetRun(const std::vector<double>& betas, const torch::Tensor& noise) {
  dalle2::Run run;
  run.betas = betas;
  run.steps = std::min(kSheetSteps, static_cast<int>(betas.size()) - 1);
  run.draw = [noise](torch::IntArrayRef) { return noise; };
  return run;
}

}  // namespace

Dalle2PriorTask::Dalle2PriorTask(dalle2::Prior prior, ClipPair clip,
                                 std::shared_ptr<const ExampleSource> source,
                                 const Dalle2TaskOptions& options)
    : m_prior(std::move(prior)),
      m_clip(std::move(clip)),
      m_source(std::move(source)),
      m_options(options) {
  for (torch::Tensor& weights : m_prior.network->parameters()) weights.set_requires_grad(true);
}

Dalle2PriorTask::Pairs Dalle2PriorTask::embed(const BatchPosition& batch) {
  const torch::NoGradGuard quiet;
  const int side = static_cast<int>(m_clip.image->config().imageSide);
  std::vector<torch::Tensor> images, embeddings, encodings;
  for (int i = 0; i < batch.count; ++i) {
    const Example example = m_source->captioned(batch.first + static_cast<uint64_t>(i), side);
    images.push_back(dalle2::embeddingOf(m_clip, example.picture));
    const auto text = dalle2::textOf(m_clip, example.caption);
    embeddings.push_back(text.embedding);
    encodings.push_back(text.encodings);
  }
  return {torch::cat(images), {torch::cat(embeddings), torch::cat(encodings)}};
}

torch::Tensor Dalle2PriorTask::loss(const BatchPosition& batch) {
  const Pairs pairs = embed(batch);
  const auto noise = noiseOf(batch, pairs.images.sizes().slice(1), m_prior.betas, m_options.seed);
  const auto dropped = exampleChances(batch, m_options.dropAll, m_options.seed + kDalle2Drop);
  return meanWithDrops(dropped, [&](const torch::Tensor& rows, bool drop) {
    return dalle2PriorLoss(
        m_prior.network, rowsOf(pairs.images, rows),
        {rowsOf(pairs.texts.embedding, rows), rowsOf(pairs.texts.encodings, rows)},
        rowsOf(noise, rows), drop);
  });
}

Image Dalle2PriorTask::sheet() {
  const torch::NoGradGuard quiet;
  constexpr int kPairs = 16;
  const BatchPosition batch{kSheetExamples, kPairs, deviceOf(*m_prior.network)};
  const Pairs pairs = embed(batch);
  const auto noise = exampleNoise(batch, pairs.images.sizes().slice(1), m_options.seed);
  return similarityPicture(
      dalle2::samplePrior(m_prior.network, pairs.texts, sheetRun(m_prior.betas, noise)),
      pairs.images);
}

Dalle2CascadeTask::Dalle2CascadeTask(dalle2::CascadeStage stage, ClipPair clip,
                                     std::shared_ptr<const ExampleSource> source,
                                     const Dalle2CascadeOptions& options)
    : m_stage(std::move(stage)),
      m_clip(std::move(clip)),
      m_source(std::move(source)),
      m_options(options) {
  for (torch::Tensor& weights : m_stage.unet->parameters()) weights.set_requires_grad(true);
}

Dalle2CascadeTask::Examples Dalle2CascadeTask::examples(const BatchPosition& batch) {
  const torch::NoGradGuard quiet;
  // CLIP sees more of a picture than is left of it at the side of a decoder.
  const int seen = std::max(static_cast<int>(m_clip.image->config().imageSide), m_stage.side);
  const auto withoutCaption =
      exampleChances(batch, m_options.task.dropCaption, m_options.task.seed + kDalle2Caption);
  std::vector<Image> pictures;
  std::vector<torch::Tensor> embeddings, encodings;
  Examples made;
  for (int i = 0; i < batch.count; ++i) {
    const Example example = m_source->captioned(batch.first + static_cast<uint64_t>(i), seen);
    embeddings.push_back(dalle2::embeddingOf(m_clip, example.picture));
    pictures.push_back(
        resized(example.picture, {m_stage.side, m_stage.side}, ResizeFilter::Lanczos));
    if (m_stage.unet->readsText()) {
      const auto told = dalle2::textOf(m_clip, example.caption).encodings;
      encodings.push_back(withoutCaption[i].item<bool>() ? torch::zeros_like(told) : told);
    }
    made.captions.push_back(example.caption);
  }
  made.pictures = (tensorOf(pictures, batch.device) + 1) / 2;
  made.input.imageEmbedding = torch::cat(embeddings);
  if (!encodings.empty()) made.input.textEncodings = torch::cat(encodings);
  if (m_stage.unet->upsamples()) {
    const auto blurred =
        exampleChances(batch, 0.5, m_options.task.seed + kBlur).view({-1, 1, 1, 1});
    made.input.lowResolution =
        torch::where(blurred, dalle2LowResolution(made.pictures, m_options.lowSide, true),
                     dalle2LowResolution(made.pictures, m_options.lowSide, false)) *
            2 -
        1;
  }
  return made;
}

torch::Tensor Dalle2CascadeTask::loss(const BatchPosition& batch) {
  const Examples all = examples(batch);
  const auto pictures = all.pictures * 2 - 1;
  const auto noise = noiseOf(batch, pictures.sizes().slice(1), m_stage.betas, m_options.task.seed);
  const auto dropped =
      exampleChances(batch, m_options.task.dropAll, m_options.task.seed + kDalle2Drop);
  return meanWithDrops(dropped, [&](const torch::Tensor& rows, bool drop) {
    return dalle2UnetLoss(m_stage.unet, rowsOf(pictures, rows),
                          {.imageEmbedding = rowsOf(all.input.imageEmbedding, rows),
                           .textEncodings = rowsOf(all.input.textEncodings, rows),
                           .lowResolution = rowsOf(all.input.lowResolution, rows)},
                          rowsOf(noise, rows),
                          {.k = m_options.k,
                           .gamma = m_options.gamma,
                           .variationalBound = m_options.variationalBound},
                          drop);
  });
}

Image Dalle2CascadeTask::sheet() {
  const torch::NoGradGuard quiet;
  constexpr int kPictures = 4;
  const BatchPosition batch{kSheetExamples, kPictures, deviceOf(*m_stage.unet)};
  const Examples all = examples(batch);
  const auto noise = exampleNoise(batch, all.pictures.sizes().slice(1), m_options.task.seed);
  const auto made =
      dalle2::sampleUnet(m_stage.unet, all.input, noise.sizes(), sheetRun(m_stage.betas, noise));
  std::vector<Image> tiles;
  const auto add = [&](const torch::Tensor& pictures) {
    std::ranges::move(picturesOf(pictures), std::back_inserter(tiles));
  };
  if (all.input.lowResolution.defined()) add(all.input.lowResolution);
  add(made);
  add(all.pictures * 2 - 1);
  ContactSheetOptions layout;
  layout.columns = kPictures;
  layout.cell = {std::max(m_stage.side, 128), std::max(m_stage.side, 128)};
  return contactSheet(tiles, all.captions, layout);
}

}  // namespace pentimento::training
