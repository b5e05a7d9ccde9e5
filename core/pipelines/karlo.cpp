#include "core/pipelines/karlo.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/networks/load_network.h"
#include "core/networks/unclip_text_projection.h"
#include "core/pipelines/model_parts.h"
#include "core/pipelines/unclip_decoding.h"
#include "core/pipelines/unclip_prior.h"
#include "core/pipelines/unclip_requests.h"
#include "core/tensor/image_tensor.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

struct KarloParts {
  UnclipPrior prior;
  nn::UnclipTextProjection projection;
  nn::AdmUnet decoder, firstUpsampler, lastUpsampler;
  PosteriorSchedule decoderSchedule, upsamplerSchedule;
  int upsampling = 4;  ///< side of the result over the decoder's
  Placement placement;
};

class KarloModel final : public UnclipModel {
 public:
  explicit KarloModel(KarloParts parts) : m_parts(std::move(parts)) {}

  [[nodiscard]] torch::Tensor pictureEmbedding(const Image& picture) override {
    return m_parts.prior.picture(picture);
  }
  [[nodiscard]] torch::Tensor textEmbedding(const std::string& text) override {
    return m_parts.prior.text(text).embedding.to(torch::kFloat32);
  }
  [[nodiscard]] torch::Tensor imagined(const GenerationRequest& r, NoiseSource& noise,
                                       const RunContext& run) override {
    return m_parts.prior.sample(
        r.prompt, r.negativePrompt,
        {.steps = r.unclip.priorSteps,
         .guidance = r.unclip.priorGuidance,
         .draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); },
         .onStep = unclipProgress(run, "prior", false)});
  }
  [[nodiscard]] Image painted(const GenerationRequest& request, const UnclipPainting& painting,
                              NoiseSource& noise, const RunContext& run,
                              std::vector<std::string>& notes) override;
  [[nodiscard]] UnclipDefaults defaults() const override { return {}; }

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
  const ClipTextStates states = m_parts.prior.text(text);
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
  UnclipDecoding decoding;
  decoding.shape = {1, 3, height, width};
  decoding.conditioning = conditioning(painting.embedding, painting.caption);
  if (*r.guidance > 1)
    decoding.conditioning = joinedHalves(conditioning({}, r.negativePrompt), decoding.conditioning);
  decoding.start = painting.start;
  decoding.freedom = painting.freedom;
  if (painting.start != UnclipPainting::Start::Noise) {
    const auto pixels = toTensor(painting.source, ValueRange::MinusOneToOne);
    decoding.source = at::_upsample_bicubic2d_aa(pixels, {height, width}, false)
                          .clamp(-1, 1)
                          .to(m_parts.placement.device);
  }
  if (painting.start == UnclipPainting::Start::Inverted)
    decoding.sourceConditioning = conditioning(painting.sourceEmbedding, painting.caption);
  if (!painting.mask.empty()) decoding.mask = toTensor(painting.mask).to(m_parts.placement.device);
  decoding.steps = r.steps;
  decoding.guidance = *r.guidance;
  decoding.resamples = r.edit.resamples;
  decoding.draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); };
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

PosteriorSchedule scheduleIn(const ModelCard& card, const ModelPart& part, const char* folder) {
  return PosteriorSchedule::fromJson(readJsonFile(fileOf(card, part).parent_path().parent_path() /
                                                  folder / "scheduler_config.json"));
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
    return side != config.end() && side->is_number_integer() ? side->get<int>() : otherwise;
  };
  constexpr int kLowSide = 64, kHighSide = 256;
  KarloParts parts{.prior = loadUnclipPrior(request, "prior_scheduler", run),
                   .projection = nn::loadNetwork<nn::UnclipTextProjection>(
                       nn::unclipTextProjectionOptionsFromJson(requiredConfig(card, projection)),
                       *openTensors(fileOf(card, projection), run), request.placement,
                       loadOptionsFor(card, PartKind::UnclipTextProjection, run)),
                   .decoder = loadUnet(request, decoder, run),
                   .firstUpsampler = loadUnet(request, *upsamplers[0], run),
                   .lastUpsampler = loadUnet(request, *upsamplers[1], run),
                   .decoderSchedule = scheduleIn(card, decoder, "decoder_scheduler"),
                   .upsamplerSchedule = scheduleIn(card, *upsamplers[0], "super_res_scheduler"),
                   .upsampling = std::max(
                       1, sampleSize(*upsamplers[0], kHighSide) / sampleSize(decoder, kLowSide)),
                   .placement = request.placement};
  const int64_t width = parts.projection->options().embeddingWidth;
  if (const int64_t made = parts.prior.embeddingWidth(); made != width)
    throw Error(ErrorKind::UnsupportedModel,
                "the decoder of {} takes embeddings of {} numbers, its CLIP makes {}: they belong "
                "to different CLIPs",
                card.name, width, made);
  return makeUnclipPictureModel(std::make_unique<KarloModel>(std::move(parts)), card.capabilities);
}

}  // namespace pentimento
