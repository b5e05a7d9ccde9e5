#include "core/pipelines/karlo.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/networks/load_network.h"
#include "core/networks/unclip_text_projection.h"
#include "core/pipelines/model_parts.h"
#include "core/pipelines/unclip_prior_model.h"
#include "core/tensor/image_tensor.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {

struct KarloParts {
  nn::UnclipTextProjection projection;
  nn::AdmUnet decoder, firstUpsampler, lastUpsampler;
  PosteriorSchedule decoderSchedule, upsamplerSchedule;
  int upsampling = 4;  ///< side of the result over the decoder's
};

class KarloModel final : public UnclipPriorModel {
 public:
  KarloModel(UnclipPrior prior, const Placement& placement, KarloParts parts)
      : UnclipPriorModel(std::move(prior), placement), m_parts(std::move(parts)) {}

  [[nodiscard]] Image painted(const GenerationRequest& request, const UnclipPainting& painting,
                              NoiseSource& noise, const RunContext& run,
                              std::vector<std::string>& notes) override;

 private:
  /// @param embedding undefined: the learned one that stands for no picture
  [[nodiscard]] nn::AdmConditioning conditioning(const torch::Tensor& embedding,
                                                 const std::string& text);
  [[nodiscard]] torch::Tensor enlarged(const torch::Tensor& low, const GenerationRequest& request,
                                       NoiseSource& noise, const RunContext& run);

  KarloParts m_parts;
};

nn::AdmConditioning joinedHalves(const nn::AdmConditioning& a, const nn::AdmConditioning& b) {
  return {.context = torch::cat({a.context, b.context}, 0),
          .contextMask = torch::cat({a.contextMask, b.contextMask}, 0),
          .timeAddition = torch::cat({a.timeAddition, b.timeAddition}, 0)};
}

nn::AdmConditioning KarloModel::conditioning(const torch::Tensor& embedding,
                                             const std::string& text) {
  const ClipTextStates states = prior().text(text);
  auto projection = m_parts.projection;
  const auto image = embedding.defined() ? embedding : projection->noImage();
  const auto told = projection->forward({.imageEmbedding = image.to(states.embedding.options()),
                                         .textEmbedding = states.embedding,
                                         .textStates = states.states});
  return {
      .context = told.context,
      .contextMask = torch::constant_pad_nd(states.mask, {projection->options().imageTokens, 0}, 1),
      .timeAddition = told.timeAddition};
}

torch::Tensor KarloModel::enlarged(const torch::Tensor& low, const GenerationRequest& r,
                                   NoiseSource& noise, const RunContext& run) {
  return unclip::sampleSuperResolution(
      m_parts.firstUpsampler, m_parts.lastUpsampler, low.clamp(-1, 1),
      {low.size(2) * m_parts.upsampling, low.size(3) * m_parts.upsampling},
      {.process = &m_parts.upsamplerSchedule.process(),
       .jumps = m_parts.upsamplerSchedule.jumps(r.unclip.upsamplerSteps),
       .draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); },
       .onStep = unclipProgress(run, "upscale", true)});
}

Image KarloModel::painted(const GenerationRequest& r, const UnclipPainting& painting,
                          NoiseSource& noise, const RunContext& run,
                          std::vector<std::string>& /*notes*/) {
  const int height = painting.size.height / m_parts.upsampling;
  const int width = painting.size.width / m_parts.upsampling;
  UnclipDecoding decoding = decodingOf(r, painting, noise);
  decoding.shape = {1, 3, height, width};
  decoding.conditioning = conditioning(painting.embedding, painting.caption);
  if (*r.guidance > 1)
    decoding.conditioning = joinedHalves(conditioning({}, r.negativePrompt), decoding.conditioning);
  if (painting.start != UnclipPainting::Start::Noise) {
    const auto pixels = toTensor(painting.source, ValueRange::MinusOneToOne);
    decoding.source = at::_upsample_bicubic2d_aa(pixels, {height, width}, false)
                          .clamp(-1, 1)
                          .to(placement().device);
  }
  if (painting.start == UnclipPainting::Start::Inverted)
    decoding.sourceConditioning = conditioning(painting.sourceEmbedding, painting.caption);
  decoding.onStep = unclipProgress(run, "sample", true);
  const auto low = decodeUnclip(m_parts.decoder, m_parts.decoderSchedule, decoding);
  return toImage(enlarged(low, r, noise, run).clamp(-1, 1), ValueRange::MinusOneToOne);
}

nn::AdmUnet loadUnet(const LoadRequest& request, const ModelPart& part, const RunContext& run) {
  return nn::loadNetwork<nn::AdmUnet>(
      nn::admUnetOptionsFromJson(requiredConfig(request.card, part)),
      *openTensors(fileOf(request.card, part), run), request.placement,
      loadOptionsFor(request.card, part.kind, run));
}

}  // namespace

std::unique_ptr<PictureModel> loadKarlo(const LoadRequest& request, const RunContext& run) {
  const ModelCard& card = request.card;
  const ModelPart& decoder = requiredPart(card, PartKind::UnclipDecoder);
  const ModelPart& projection = requiredPart(card, PartKind::UnclipTextProjection);
  const auto upsamplers = partsOf(card, PartKind::UnclipSuperResolution);
  if (upsamplers.size() != 2)
    throw Error(ErrorKind::UnsupportedModel,
                "{} has {} super-resolution networks; Karlo has two, super_res_first and "
                "super_res_last",
                card.name, upsamplers.size());
  // By name, super_res_first comes before super_res_last.
  const auto sampleSize = [&](const ModelPart& part, int otherwise) {
    const Json config = requiredConfig(card, part);
    const auto side = config.find("sample_size");
    const bool usable = side != config.end() && side->is_number_integer() && *side > 0;
    return usable ? side->get<int>() : otherwise;
  };
  constexpr int kLowSide = 64, kHighSide = 256;
  UnclipPrior prior = loadUnclipPrior(request, "prior_scheduler", run);
  KarloParts parts{.projection = nn::loadNetwork<nn::UnclipTextProjection>(
                       nn::unclipTextProjectionOptionsFromJson(requiredConfig(card, projection)),
                       *openTensors(fileOf(card, projection), run), request.placement,
                       loadOptionsFor(card, PartKind::UnclipTextProjection, run)),
                   .decoder = loadUnet(request, decoder, run),
                   .firstUpsampler = loadUnet(request, *upsamplers[0], run),
                   .lastUpsampler = loadUnet(request, *upsamplers[1], run),
                   .decoderSchedule = scheduleBeside(card, decoder, "decoder_scheduler"),
                   .upsamplerSchedule = scheduleBeside(card, *upsamplers[0], "super_res_scheduler"),
                   .upsampling = std::max(
                       1, sampleSize(*upsamplers[0], kHighSide) / sampleSize(decoder, kLowSide))};
  requireOneClip(card, PartKind::UnclipTextProjection, parts.projection->options().embeddingWidth,
                 prior.embeddingWidth());
  return makeUnclipPictureModel(
      std::make_unique<KarloModel>(std::move(prior), request.placement, std::move(parts)),
      card.capabilities);
}

}  // namespace pentimento
