#include "core/pipelines/stable_diffusion.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/api/request_words.h"
#include "core/base/error.h"
#include "core/imaging/convert.h"
#include "core/imaging/resize.h"
#include "core/pipelines/latent_decoding.h"
#include "core/pipelines/latent_run.h"
#include "core/pipelines/masked_edit.h"
#include "core/pipelines/prompt_assets.h"
#include "core/pipelines/step_progress.h"
#include "core/tensor/image_tensor.h"
#include "core/tensor/random.h"

namespace pentimento {
namespace {

class StableDiffusionModel final : public PictureModel {
 public:
  StableDiffusionModel(StableDiffusionParts parts, const LoadRequest& request)
      : m_parts(std::move(parts)),
        m_assets(request.folders),
        m_capabilities(request.card.capabilities) {}

  [[nodiscard]] GenerationRequest resolved(const GenerationRequest& request) const override;
  [[nodiscard]] Image makePicture(const GenerationRequest& request, const RunContext& run,
                                  std::vector<std::string>& notes) override;

 private:
  [[nodiscard]] LatentRunOptions runOptions(const GenerationRequest& request,
                                            NoiseSource& noise) const;
  [[nodiscard]] torch::Tensor fromText(const GenerationRequest& request, LatentRunOptions options,
                                       const RunContext& run);
  [[nodiscard]] Image repainted(const GenerationRequest& request, const RunContext& run,
                                const FrameEdit& edit, std::vector<std::string>& notes);
  [[nodiscard]] Extent latentExtent(Extent picture) const;
  [[nodiscard]] ModelSizeRule sizeRule() const;
  [[nodiscard]] OnStep progress(const RunContext& run);
  [[nodiscard]] Image picture(const torch::Tensor& latents, bool forceTiles, const RunContext& run,
                              std::vector<std::string>& notes);
  [[nodiscard]] Image paint(const GenerationRequest& request, const RunContext& run,
                            std::vector<std::string>& notes);

  StableDiffusionParts m_parts;
  PromptAssets m_assets;
  Capabilities m_capabilities;
};

Extent roundedUp(Extent extent, int multiple) {
  const auto up = [&](int side) { return (side + multiple - 1) / multiple * multiple; };
  return {up(extent.width), up(extent.height)};
}

/// Takes back `roundedUp`.
Image toSize(const Image& image, Extent size) {
  return cropped(image, {0, 0, size.width, size.height});
}

GenerationRequest StableDiffusionModel::resolved(const GenerationRequest& request) const {
  GenerationRequest r = request;
  if (!m_capabilities.supports(r.task))
    throw Error(ErrorKind::InvalidInput, "{} cannot do \"{}\"; choose another model",
                m_capabilities.architecture, wordFor(r.task));
  if (r.sampler.empty())
    r.sampler = m_capabilities.defaultSampler.empty() ? "DPM++ 2M" : m_capabilities.defaultSampler;
  const SamplerChoice choice = samplerFromName(r.sampler);
  if (r.schedule.empty() && !choice.schedule && request.sampler.empty())
    r.schedule = m_capabilities.defaultSchedule;
  const ScheduleKind kind = r.schedule.empty() ? choice.schedule.value_or(ScheduleKind::Checkpoint)
                                               : scheduleFromName(r.schedule);
  r.sampler = choice.sampler->label;
  r.schedule = labelOf(kind);
  if (r.steps == 0) r.steps = m_capabilities.defaultSteps;
  if (!r.guidance) r.guidance = m_capabilities.defaultGuidance;
  if (r.task == Task::TextToImage && !r.size) r.size = m_capabilities.nativeSize;
  return r;
}

LatentRunOptions StableDiffusionModel::runOptions(const GenerationRequest& r,
                                                  NoiseSource& noise) const {
  LatentRunOptions options;
  options.prompts = {.prompt = r.prompt,
                     .negativePrompt = r.negativePrompt,
                     .steps = r.steps,
                     .clipSkip = r.clipSkip,
                     .zerosForNoNegative = m_parts.zerosForNoNegative};
  options.sampling = {samplerFromName(r.sampler), r.steps, r.eta};
  options.sampling.sampler.schedule = scheduleFromName(r.schedule);
  if (options.sampling.sampler.schedule == ScheduleKind::Checkpoint)
    options.sampling.sampler.schedule.reset();
  options.guidance.scale = *r.guidance;
  options.guidance.rescale = r.guidanceRescale;
  options.guidance.from = r.guidanceFrom;
  options.guidance.to = r.guidanceTo;
  options.batchedGuidance = r.batchedGuidance;
  options.strength = r.strength;
  options.resamples = r.edit.resamples;
  options.noise.setup = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); };
  return options;
}

Extent StableDiffusionModel::latentExtent(Extent picture) const {
  const int scale = static_cast<int>(m_parts.autoencoder->config().downscale());
  return {picture.width / scale, picture.height / scale};
}

ModelSizeRule StableDiffusionModel::sizeRule() const {
  return {.native = m_capabilities.nativeSize, .multiple = m_capabilities.sizeMultiple};
}

OnStep StableDiffusionModel::progress(const RunContext& run) {
  return stepProgress(run, "sample",
                      [this](const torch::Tensor& x0) { return previewOf(x0, m_parts); });
}

Image StableDiffusionModel::picture(const torch::Tensor& latents, bool forceTiles,
                                    const RunContext& run, std::vector<std::string>& notes) {
  run.report({.stage = "decode"});
  const auto pixels = decodeLatents(m_parts, latents, forceTiles, notes);
  return toImage(pixels, ValueRange::MinusOneToOne);
}

torch::Tensor StableDiffusionModel::fromText(const GenerationRequest& r, LatentRunOptions options,
                                             const RunContext& run) {
  options.onStep = progress(run);
  const Extent size = roundedUp(*r.size, m_capabilities.sizeMultiple);
  return runFromNoise(m_parts, options, latentExtent(size));
}

Image StableDiffusionModel::repainted(const GenerationRequest& r, const RunContext& run,
                                      const FrameEdit& edit, std::vector<std::string>& notes) {
  NoiseSource noise(r.seed);
  LatentRunOptions options = runOptions(r, noise);
  options.onStep = progress(run);
  EditSource source;
  source.picture = toTensor(edit.picture, ValueRange::MinusOneToOne).to(m_parts.placement.device);
  if (!edit.strength.empty()) source.mask = toTensor(edit.strength).to(m_parts.placement.device);
  run.report({.stage = "encode"});
  return picture(runFromPicture(m_parts, options, source), r.tiledDecode, run, notes);
}

Image StableDiffusionModel::makePicture(const GenerationRequest& request, const RunContext& run,
                                        std::vector<std::string>& notes) {
  const GenerationRequest r = m_assets.use(request, m_parts, run, notes);
  const torch::InferenceMode inference;
  try {
    return paint(r, run, notes);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::NonFinite || m_parts.placement.dtype == torch::kFloat32) throw;
  }
  notes.emplace_back(
      "The picture was made again in float32, because its numbers ran out of range.");
  return m_parts.inFloat32([&] { return paint(r, run, notes); });
}

Image StableDiffusionModel::paint(const GenerationRequest& r, const RunContext& run,
                                  std::vector<std::string>& notes) {
  run.report({.stage = "text"});
  if (r.task == Task::MaskedEdit)
    return maskedEdit(r, sizeRule(),
                      [&](const FrameEdit& edit) { return repainted(r, run, edit, notes); });
  if (r.task == Task::ImageToImage) {
    const Extent wanted = r.size.value_or(modelSizeFor(r.image->extent(), sizeRule()));
    const Extent size = roundedUp(wanted, m_capabilities.sizeMultiple);
    const Image start = resized(toDepth(toLayout(*r.image, ChannelLayout::Rgb), BitDepth::Eight),
                                size, ResizeFilter::Lanczos);
    Image result = repainted(r, run, {start, {}}, notes);
    const Extent back = r.size.value_or(r.image->extent());
    return back == result.extent() ? result : resized(result, back, ResizeFilter::Lanczos);
  }
  NoiseSource noise(r.seed);
  Image result = picture(fromText(r, runOptions(r, noise), run), r.tiledDecode, run, notes);
  if (r.highResolution) {
    const HighResolutionPass& pass = *r.highResolution;
    GenerationRequest second = r;
    second.strength = pass.strength;
    if (pass.steps > 0) second.steps = pass.steps;
    const Extent target{static_cast<int>(std::lround(r.size->width * pass.scale)),
                        static_cast<int>(std::lround(r.size->height * pass.scale))};
    const Image enlarged =
        resized(result, roundedUp(target, m_capabilities.sizeMultiple), ResizeFilter::Lanczos);
    return toSize(repainted(second, run, {enlarged, {}}, notes), target);
  }
  return toSize(result, *r.size);
}

}  // namespace

std::unique_ptr<PictureModel> loadStableDiffusion(const LoadRequest& request,
                                                  const RunContext& run) {
  return std::make_unique<StableDiffusionModel>(loadStableDiffusionParts(request, run), request);
}

}  // namespace pentimento
