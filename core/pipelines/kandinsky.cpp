#include "core/pipelines/kandinsky.h"

#include <utility>

#include "core/base/error.h"
#include "core/networks/load_network.h"
#include "core/networks/movq.h"
#include "core/pipelines/model_parts.h"
#include "core/pipelines/unclip_prior_model.h"
#include "core/tensor/image_tensor.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {

struct KandinskyParts {
  nn::AdmUnet decoder;
  nn::Movq movq;
  PosteriorSchedule schedule;
};

class KandinskyModel final : public UnclipPriorModel {
 public:
  KandinskyModel(UnclipPrior prior, const Placement& placement, KandinskyParts parts)
      : UnclipPriorModel(std::move(prior), placement), m_parts(std::move(parts)) {}

  [[nodiscard]] Image painted(const GenerationRequest& request, const UnclipPainting& painting,
                              NoiseSource& noise, const RunContext& run,
                              std::vector<std::string>& notes) override;

 private:
  [[nodiscard]] torch::Tensor encoded(const Image& picture) {
    const auto pixels = toTensor(picture, ValueRange::MinusOneToOne);
    return m_parts.movq->encode(pixels.to(placement().device, placement().dtype))
        .to(torch::kFloat32);
  }

  KandinskyParts m_parts;
};

Image KandinskyModel::painted(const GenerationRequest& r, const UnclipPainting& painting,
                              NoiseSource& noise, const RunContext& run,
                              std::vector<std::string>& /*notes*/) {
  const auto place = [this](const torch::Tensor& embedding) {
    return embedding.to(placement().device, placement().dtype);
  };
  const int64_t shrink = m_parts.movq->shrink();
  UnclipDecoding decoding = decodingOf(r, painting, noise);
  decoding.shape = {1, m_parts.movq->options().latentChannels, painting.size.height / shrink,
                    painting.size.width / shrink};
  decoding.conditioning.imageEmbedding = place(painting.embedding);
  if (*r.guidance > 1) {
    const auto negative =
        r.negativePrompt.empty() ? prior().noPicture() : fromPrior(r.negativePrompt, r, noise, run);
    decoding.conditioning.imageEmbedding =
        torch::cat({place(negative), decoding.conditioning.imageEmbedding}, 0);
  }
  if (painting.start != UnclipPainting::Start::Noise) {
    run.report({.stage = "encode"});
    decoding.source = encoded(painting.source);
  }
  if (painting.start == UnclipPainting::Start::Inverted)
    decoding.sourceConditioning.imageEmbedding = place(painting.sourceEmbedding);
  decoding.onStep = unclipProgress(run, "sample", false);
  const auto latents = decodeUnclip(m_parts.decoder, m_parts.schedule, decoding);
  run.report({.stage = "decode"});
  const auto pixels = m_parts.movq->decode(latents.to(placement().dtype));
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
  UnclipPrior prior = loadUnclipPrior(request, "scheduler", run);
  KandinskyParts parts{
      .decoder = loadDecoder(request, run),
      .movq = nn::loadNetwork<nn::Movq>(nn::movqOptionsFromJson(requiredConfig(card, movq)),
                                        *openTensors(fileOf(card, movq), run), request.placement,
                                        loadOptionsFor(card, PartKind::Movq, run)),
      .schedule = scheduleBeside(card, decoder, "scheduler")};
  requireOneClip(card, PartKind::KandinskyDecoder, parts.decoder->options().imageWidth,
                 prior.embeddingWidth());
  return makeUnclipPictureModel(
      std::make_unique<KandinskyModel>(std::move(prior), request.placement, std::move(parts)),
      card.capabilities);
}

}  // namespace pentimento
