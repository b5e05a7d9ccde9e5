#include "core/pipelines/kandinsky.h"

#include <utility>

#include "core/base/error.h"
#include "core/networks/load_network.h"
#include "core/networks/movq.h"
#include "core/pipelines/model_parts.h"
#include "core/pipelines/unclip_decoding.h"
#include "core/pipelines/unclip_prior.h"
#include "core/pipelines/unclip_requests.h"
#include "core/tensor/image_tensor.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {

struct KandinskyParts {
  UnclipPrior prior;
  nn::AdmUnet decoder;
  nn::Movq movq;
  PosteriorSchedule schedule;
  Placement placement;
};

class KandinskyModel final : public UnclipModel {
 public:
  explicit KandinskyModel(KandinskyParts parts) : m_parts(std::move(parts)) {}

  [[nodiscard]] torch::Tensor pictureEmbedding(const Image& picture) override {
    return m_parts.prior.picture(picture);
  }
  [[nodiscard]] torch::Tensor textEmbedding(const std::string& text) override {
    return m_parts.prior.text(text).embedding.to(torch::kFloat32);
  }
  [[nodiscard]] torch::Tensor imagined(const GenerationRequest& r, NoiseSource& noise,
                                       const RunContext& run) override {
    return fromPrior(r, r.prompt, noise, run);
  }
  [[nodiscard]] Image painted(const GenerationRequest& request, const UnclipPainting& painting,
                              NoiseSource& noise, const RunContext& run,
                              std::vector<std::string>& notes) override;
  [[nodiscard]] UnclipDefaults defaults() const override { return {}; }

 private:
  [[nodiscard]] torch::Tensor fromPrior(const GenerationRequest& r, const std::string& prompt,
                                        NoiseSource& noise, const RunContext& run) {
    return m_parts.prior.sample(
        prompt, r.negativePrompt,
        {.steps = r.unclip.priorSteps,
         .guidance = r.unclip.priorGuidance,
         .draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); },
         .onStep = unclipProgress(run, "prior", false)});
  }
  [[nodiscard]] torch::Tensor encoded(const Image& picture) {
    const auto pixels = toTensor(picture, ValueRange::MinusOneToOne);
    return m_parts.movq->encode(pixels.to(m_parts.placement.device, m_parts.placement.dtype))
        .to(torch::kFloat32);
  }

  KandinskyParts m_parts;
};

Image KandinskyModel::painted(const GenerationRequest& r, const UnclipPainting& painting,
                              NoiseSource& noise, const RunContext& run,
                              std::vector<std::string>& /*notes*/) {
  const Placement& placement = m_parts.placement;
  const auto place = [&](const torch::Tensor& embedding) {
    return embedding.to(placement.device, placement.dtype);
  };
  const int64_t shrink = m_parts.movq->shrink();
  UnclipDecoding decoding;
  decoding.shape = {1, m_parts.movq->options().latentChannels, painting.size.height / shrink,
                    painting.size.width / shrink};
  decoding.conditioning.imageEmbedding = place(painting.embedding);
  if (*r.guidance > 1) {
    const auto negative = r.negativePrompt.empty() ? m_parts.prior.noPicture()
                                                   : fromPrior(r, r.negativePrompt, noise, run);
    decoding.conditioning.imageEmbedding =
        torch::cat({place(negative), decoding.conditioning.imageEmbedding}, 0);
  }
  decoding.start = painting.start;
  decoding.freedom = painting.freedom;
  if (painting.start != UnclipPainting::Start::Noise) {
    run.report({.stage = "encode"});
    decoding.source = encoded(painting.source);
  }
  if (painting.start == UnclipPainting::Start::Inverted)
    decoding.sourceConditioning.imageEmbedding = place(painting.sourceEmbedding);
  if (!painting.mask.empty()) decoding.mask = toTensor(painting.mask).to(placement.device);
  decoding.steps = r.steps;
  decoding.guidance = *r.guidance;
  decoding.resamples = r.edit.resamples;
  decoding.draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); };
  decoding.onStep = unclipProgress(run, "sample", false);
  const auto latents = decodeUnclip(m_parts.decoder, m_parts.schedule, decoding);
  run.report({.stage = "decode"});
  const auto pixels = m_parts.movq->decode(latents.to(placement.dtype));
  return toImage(pixels.to(torch::kFloat32), ValueRange::MinusOneToOne);
}

// The width of the embedding that the decoder was trained with stands in its tensors only.
nn::AdmUnet loadDecoder(const LoadRequest& request, const RunContext& run) {
  const ModelCard& card = request.card;
  const ModelPart& part = requiredPart(card, PartKind::KandinskyDecoder);
  const auto source = openTensors(fileOf(card, part), run);
  const TensorInfo* projection = source->find("encoder_hid_proj.image_embeds.weight");
  if (!projection || projection->shape.size() != 2)
    throw Error(ErrorKind::UnsupportedModel, "the decoder of {} takes no image embedding",
                card.name);
  return nn::loadNetwork<nn::AdmUnet>(
      nn::admUnetOptionsFromJson(requiredConfig(card, part), projection->shape[1]), *source,
      request.placement, loadOptionsFor(card, PartKind::KandinskyDecoder, run));
}

}  // namespace

std::unique_ptr<PictureModel> loadKandinsky(const LoadRequest& request, const RunContext& run) {
  const ModelCard& card = request.card;
  const ModelPart& decoder = requiredPart(card, PartKind::KandinskyDecoder);
  const ModelPart& movq = requiredPart(card, PartKind::Movq);
  if (!card.part(PartKind::UnclipPrior))
    throw Error(ErrorKind::UnsupportedModel,
                "{} is a decoder without its prior; put the prior's folder (kandinsky-2-2-prior) "
                "beside it",
                card.name);
  KandinskyParts parts{
      .prior = loadUnclipPrior(request, "scheduler", run),
      .decoder = loadDecoder(request, run),
      .movq = nn::loadNetwork<nn::Movq>(nn::movqOptionsFromJson(requiredConfig(card, movq)),
                                        *openTensors(fileOf(card, movq), run), request.placement,
                                        loadOptionsFor(card, PartKind::Movq, run)),
      .schedule = PosteriorSchedule::fromJson(
          readJsonFile(fileOf(card, decoder).parent_path().parent_path() / "scheduler" /
                       "scheduler_config.json")),
      .placement = request.placement};
  const int64_t width = parts.decoder->options().imageWidth;
  if (const int64_t made = parts.prior.embeddingWidth(); made != width)
    throw Error(ErrorKind::UnsupportedModel,
                "the decoder of {} takes embeddings of {} numbers, the prior makes {}: they belong "
                "to different CLIPs",
                card.name, width, made);
  return makeUnclipPictureModel(std::make_unique<KandinskyModel>(std::move(parts)),
                                card.capabilities);
}

}  // namespace pentimento
