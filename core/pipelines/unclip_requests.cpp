#include "core/pipelines/unclip_requests.h"

#include <algorithm>
#include <utility>

#include "core/api/request_words.h"
#include "core/base/error.h"
#include "core/conditioning/clip_embedding.h"
#include "core/imaging/convert.h"
#include "core/imaging/resize.h"
#include "core/pipelines/masked_edit.h"
#include "core/pipelines/unclip_sampling.h"

namespace pentimento {
namespace {

class UnclipPictureModel final : public PictureModel {
 public:
  UnclipPictureModel(std::unique_ptr<UnclipModel> model, Capabilities capabilities)
      : m_model(std::move(model)), m_capabilities(std::move(capabilities)) {}

  [[nodiscard]] GenerationRequest resolved(const GenerationRequest& request) const override;
  [[nodiscard]] Image makePicture(const GenerationRequest& request, const RunContext& run,
                                  std::vector<std::string>& notes) override;
  [[nodiscard]] std::vector<GeneratedImage> makePictures(const GenerationRequest& request,
                                                         const RunContext& run,
                                                         std::vector<std::string>& notes) override;

 private:
  [[nodiscard]] ModelSizeRule sizeRule() const {
    return {.native = m_capabilities.nativeSize, .multiple = m_capabilities.sizeMultiple};
  }
  [[nodiscard]] Extent sizeFor(const GenerationRequest& request) const;
  [[nodiscard]] Image atSize(const Image& image, Extent size) const;
  [[nodiscard]] torch::Tensor embeddingFor(const GenerationRequest& request, const Image& picture,
                                           NoiseSource& noise, const RunContext& run);
  [[nodiscard]] UnclipPainting variation(const GenerationRequest& request, NoiseSource& noise,
                                         const RunContext& run);
  [[nodiscard]] UnclipPainting textDiff(const GenerationRequest& request);
  [[nodiscard]] UnclipPainting between(const GenerationRequest& request);
  [[nodiscard]] Image edited(const GenerationRequest& request, const RunContext& run,
                             std::vector<std::string>& notes);
  [[nodiscard]] std::vector<GeneratedImage> bestOf(const GenerationRequest& request,
                                                   const RunContext& run,
                                                   std::vector<std::string>& notes);

  std::unique_ptr<UnclipModel> m_model;
  Capabilities m_capabilities;
};

GenerationRequest UnclipPictureModel::resolved(const GenerationRequest& request) const {
  GenerationRequest r = request;
  if (!m_capabilities.supports(r.task))
    throw Error(ErrorKind::InvalidInput, "{} cannot do \"{}\" here: {}",
                m_capabilities.architecture, wordFor(r.task), m_model->remedyFor(r.task));
  if (r.unclip.rank || r.unclip.candidates > r.count) {
    if (!m_capabilities.ranksByClip)
      throw Error(ErrorKind::InvalidInput,
                  "{} has no image encoder, so its pictures cannot be ranked",
                  m_capabilities.architecture);
    if (r.prompt.empty())
      throw Error(ErrorKind::InvalidInput, "ranking by match needs a prompt to match");
  }
  // These models are sampled by the one process that they were trained for.
  r.sampler = m_capabilities.defaultSampler;
  r.schedule = m_capabilities.defaultSchedule;
  const UnclipDefaults defaults = m_model->defaults();
  if (r.steps == 0) r.steps = m_capabilities.defaultSteps;
  if (!r.guidance) r.guidance = m_capabilities.defaultGuidance;
  if (r.unclip.priorSteps == 0) r.unclip.priorSteps = defaults.priorSteps;
  if (r.unclip.priorGuidance == 0) r.unclip.priorGuidance = defaults.priorGuidance;
  if (r.unclip.upsamplerSteps == 0) r.unclip.upsamplerSteps = defaults.upsamplerSteps;
  if (r.task == Task::TextToImage && !r.size) r.size = m_capabilities.nativeSize;
  return r;
}

// The size to paint at: as asked for, rounded up; else of the image's aspect.
Extent UnclipPictureModel::sizeFor(const GenerationRequest& r) const {
  if (!r.size) return modelSizeFor(r.image->extent(), sizeRule());
  const int multiple = m_capabilities.sizeMultiple;
  const auto up = [&](int side) { return (side + multiple - 1) / multiple * multiple; };
  return {up(r.size->width), up(r.size->height)};
}

Image UnclipPictureModel::atSize(const Image& image, Extent size) const {
  return resized(toDepth(toLayout(image, ChannelLayout::Rgb), BitDepth::Eight), size,
                 ResizeFilter::Lanczos);
}

// What an edit is to show: the prompt, or without one what is there.
torch::Tensor UnclipPictureModel::embeddingFor(const GenerationRequest& r, const Image& picture,
                                               NoiseSource& noise, const RunContext& run) {
  if (r.prompt.empty() && m_capabilities.supports(Task::Variations))
    return m_model->pictureEmbedding(picture);
  if (m_model->readsCaptions()) return {};
  return m_model->imagined(r, noise, run);
}

UnclipPainting UnclipPictureModel::variation(const GenerationRequest& r, NoiseSource& noise,
                                             const RunContext& run) {
  UnclipPainting painting;
  painting.size = sizeFor(r);
  painting.embedding = m_model->pictureEmbedding(*r.image);
  if (r.unclip.variationNoise < 1) {
    painting.start = UnclipPainting::Start::Inverted;
    painting.source = atSize(*r.image, painting.size);
    painting.sourceEmbedding = painting.embedding;
    painting.freedom = r.unclip.variationNoise;
  }
  if (!r.prompt.empty()) {
    const double share = r.unclip.amount;
    painting.embedding =
        unclip::mixed({painting.embedding, m_model->imagined(r, noise, run)}, {1 - share, share});
  }
  return painting;
}

UnclipPainting UnclipPictureModel::textDiff(const GenerationRequest& r) {
  UnclipPainting painting;
  painting.size = sizeFor(r);
  painting.start = UnclipPainting::Start::Inverted;
  painting.source = atSize(*r.image, painting.size);
  painting.sourceEmbedding = m_model->pictureEmbedding(*r.image);
  painting.freedom = 0;
  painting.embedding =
      turnedByTextDiff(painting.sourceEmbedding, m_model->textEmbedding(r.unclip.baselinePrompt),
                       m_model->textEmbedding(r.prompt), r.unclip.amount);
  return painting;
}

// Both ends and everything between them start from the same noise.
UnclipPainting UnclipPictureModel::between(const GenerationRequest& r) {
  UnclipPainting painting;
  painting.size = sizeFor(r);
  painting.embedding =
      unclip::slerp(m_model->pictureEmbedding(*r.image), m_model->pictureEmbedding(*r.secondImage),
                    r.unclip.position.value_or(0.5));
  return painting;
}

Image UnclipPictureModel::edited(const GenerationRequest& r, const RunContext& run,
                                 std::vector<std::string>& notes) {
  const auto repaint = [&](const Image& source, const Mask& mask) {
    NoiseSource noise(r.seed);
    UnclipPainting painting;
    painting.size = source.extent();
    painting.embedding = embeddingFor(r, source, noise, run);
    painting.caption = r.prompt;
    painting.start = UnclipPainting::Start::Noised;
    painting.source = source;
    painting.mask = mask;
    painting.freedom = r.strength;
    return m_model->painted(r, painting, noise, run, notes);
  };
  if (r.task == Task::MaskedEdit)
    return maskedEdit(r, sizeRule(),
                      [&](const FrameEdit& edit) { return repaint(edit.picture, edit.strength); });
  const Image result = repaint(atSize(*r.image, sizeFor(r)), {});
  const Extent back = r.size.value_or(r.image->extent());
  return back == result.extent() ? result : resized(result, back, ResizeFilter::Lanczos);
}

Image UnclipPictureModel::makePicture(const GenerationRequest& r, const RunContext& run,
                                      std::vector<std::string>& notes) {
  const torch::InferenceMode inference;
  if (!m_capabilities.negativePrompt && !r.negativePrompt.empty())
    noteOnce(notes, m_capabilities.architecture + " reads no negative prompt; it was left out");
  if (r.highResolution)
    noteOnce(notes, m_capabilities.architecture + " makes no second pass; it was left out");
  run.report({.stage = "text"});
  NoiseSource noise(r.seed);
  UnclipPainting painting;
  switch (r.task) {
    case Task::MaskedEdit:
    case Task::ImageToImage:
      return edited(r, run, notes);
    case Task::TextToImage:
      painting.caption = r.prompt;
      painting.size = sizeFor(r);
      if (!m_model->readsCaptions()) painting.embedding = m_model->imagined(r, noise, run);
      break;
    case Task::Variations:
      requireVisible(*r.image, "the picture");
      painting = variation(r, noise, run);
      break;
    case Task::TextDiff:
      requireVisible(*r.image, "the picture");
      painting = textDiff(r);
      break;
    case Task::Interpolate:
      requireVisible(*r.image, "the picture");
      requireVisible(*r.secondImage, "the second picture");
      painting = between(r);
      break;
  }
  const Image result = m_model->painted(r, painting, noise, run, notes);
  if (!r.size || *r.size == result.extent()) return result;
  return cropped(result, {0, 0, r.size->width, r.size->height});
}

std::vector<GeneratedImage> UnclipPictureModel::bestOf(const GenerationRequest& request,
                                                       const RunContext& run,
                                                       std::vector<std::string>& notes) {
  GenerationRequest all = request;
  all.count = std::max(request.count, request.unclip.candidates);
  all.unclip.rank = false;
  all.unclip.candidates = 0;
  RunContext own = run;
  own.onPicture = {};  // which ones are results, and their order, shows at the end
  auto pictures = PictureModel::makePictures(all, own, notes);
  const torch::InferenceMode inference;
  for (GeneratedImage& made : pictures) {
    run.report({.stage = "rank"});
    const auto text = m_model->textEmbedding(made.recipe.prompt);
    made.clipScore =
        torch::cosine_similarity(m_model->pictureEmbedding(made.image), text).item<double>();
  }
  std::ranges::stable_sort(pictures, std::ranges::greater{}, &GeneratedImage::clipScore);
  pictures.resize(static_cast<size_t>(request.count));
  return pictures;
}

std::vector<GeneratedImage> UnclipPictureModel::makePictures(const GenerationRequest& request,
                                                             const RunContext& run,
                                                             std::vector<std::string>& notes) {
  if (request.unclip.rank || request.unclip.candidates > request.count)
    return bestOf(request, run, notes);
  if (request.task != Task::Interpolate || request.unclip.position)
    return PictureModel::makePictures(request, run, notes);
  std::vector<GenerationRequest> recipes;
  for (int k = 0; k < request.unclip.steps; ++k) {
    GenerationRequest& recipe = recipes.emplace_back(request);
    recipe.count = 1;
    recipe.unclip.position = k / (request.unclip.steps - 1.0);
  }
  return makeEach(recipes, run, notes);
}

}  // namespace

void noteOnce(std::vector<std::string>& notes, const std::string& note) {
  if (std::ranges::find(notes, note) == notes.end()) notes.push_back(note);
}

torch::Tensor turnedByTextDiff(const torch::Tensor& picture, const torch::Tensor& from,
                               const torch::Tensor& to, double amount) {
  const auto unit = [](const torch::Tensor& t) { return t / t.norm(); };
  const auto difference = unit(to) - unit(from);
  constexpr double kSame = 1e-4;
  if (difference.norm().item<double>() < kSame)
    throw Error(ErrorKind::InvalidInput,
                "both descriptions mean the same to the model; say what should become different");
  return picture.norm() * unclip::slerp(unit(picture), unit(difference), amount);
}

std::unique_ptr<PictureModel> makeUnclipPictureModel(std::unique_ptr<UnclipModel> model,
                                                     const Capabilities& capabilities) {
  return std::make_unique<UnclipPictureModel>(std::move(model), capabilities);
}

}  // namespace pentimento
