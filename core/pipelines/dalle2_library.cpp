#include "core/pipelines/dalle2_library.h"

#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/pipelines/dalle2_checkpoint.h"
#include "core/pipelines/dalle2_sampling.h"
#include "core/pipelines/model_parts.h"
#include "core/pipelines/unclip_prior.h"
#include "core/pipelines/unclip_requests.h"
#include "core/tensor/image_tensor.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {

struct Dalle2Parts {
  ClipPair clip;
  dalle2::Prior prior{};
  std::vector<dalle2::CascadeStage> cascade{};
  Placement placement{};
};

class Dalle2Model final : public UnclipModel {
 public:
  explicit Dalle2Model(Dalle2Parts parts) : m_parts(std::move(parts)) {}

  [[nodiscard]] torch::Tensor pictureEmbedding(const Image& picture) override {
    return dalle2::embeddingOf(m_parts.clip, picture);
  }
  [[nodiscard]] torch::Tensor textEmbedding(const std::string& text) override {
    return dalle2::textOf(m_parts.clip, text).embedding;
  }
  [[nodiscard]] torch::Tensor imagined(const GenerationRequest& request, NoiseSource& noise,
                                       const RunContext& run) override;
  [[nodiscard]] Image painted(const GenerationRequest& request, const UnclipPainting& painting,
                              NoiseSource& noise, const RunContext& run,
                              std::vector<std::string>& notes) override;
  [[nodiscard]] UnclipDefaults defaults() const override {
    return {.priorSteps = 64, .priorGuidance = 1, .upsamplerSteps = 27};
  }

 private:
  /// Has `how` begin with the noise that the picture comes from, as far as the painting says.
  void startFromPicture(dalle2::Run& how, dalle2::CascadeStage& stage,
                        const nn::Dalle2UnetInput& input, const UnclipPainting& painting,
                        torch::IntArrayRef size);

  Dalle2Parts m_parts;
};

int stepsWithin(int wanted, const std::vector<double>& betas) {
  return std::min(wanted, static_cast<int>(betas.size()));
}

torch::Tensor Dalle2Model::imagined(const GenerationRequest& r, NoiseSource& noise,
                                    const RunContext& run) {
  nn::Dalle2PriorText text = dalle2::textOf(m_parts.clip, r.prompt);
  text.embedding = text.embedding.to(m_parts.placement.dtype);
  const dalle2::Run how{.betas = m_parts.prior.betas,
                        .steps = stepsWithin(r.unclip.priorSteps, m_parts.prior.betas),
                        .guidance = r.unclip.priorGuidance,
                        .eta = 1,
                        .draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); },
                        .onStep = unclipProgress(run, "prior", false)};
  // Of two, the one nearer to the text (Ramesh et al. 2022, section 2.2).
  const auto one = dalle2::samplePrior(m_parts.prior.network, text, how);
  const auto other = dalle2::samplePrior(m_parts.prior.network, text, how);
  const auto match = [&](const torch::Tensor& embedding) {
    return torch::cosine_similarity(embedding, text.embedding.to(torch::kFloat32)).item<double>();
  };
  return match(one) >= match(other) ? one : other;
}

void Dalle2Model::startFromPicture(dalle2::Run& how, dalle2::CascadeStage& stage,
                                   const nn::Dalle2UnetInput& input, const UnclipPainting& painting,
                                   torch::IntArrayRef size) {
  const auto pixels = toTensor(painting.source, ValueRange::MinusOneToOne);
  nn::Dalle2UnetInput before = input;
  before.imageEmbedding =
      painting.sourceEmbedding.to(m_parts.placement.device, m_parts.placement.dtype);
  how.steps = std::min(how.steps, static_cast<int>(stage.betas.size()) - 1);  // DDIM has the way
  how.eta = painting.freedom;
  const auto own =
      dalle2::invertUnet(stage.unet, before, at::adaptive_avg_pool2d(pixels, size), how);
  how.draw = [draw = how.draw, own = own.to(torch::kCPU), freedom = painting.freedom,
              isStart = true](torch::IntArrayRef shape) mutable {
    const auto fresh = draw(shape);
    if (!std::exchange(isStart, false)) return fresh;
    return std::sqrt(1 - freedom) * own + std::sqrt(freedom) * fresh;
  };
}

Image Dalle2Model::painted(const GenerationRequest& r, const UnclipPainting& painting,
                           NoiseSource& noise, const RunContext& run,
                           std::vector<std::string>& /*notes*/) {
  const auto device = m_parts.placement.device;
  torch::Tensor picture, source, strength;
  if (!painting.mask.empty()) {
    source = toTensor(painting.source, ValueRange::MinusOneToOne).to(device);
    strength = toTensor(painting.mask).to(device);
  }
  const int side = m_parts.cascade.back().side;
  for (size_t k = 0; k < m_parts.cascade.size(); ++k) {
    dalle2::CascadeStage& stage = m_parts.cascade[k];
    const int64_t height = int64_t{painting.size.height} * stage.side / side;
    const int64_t width = int64_t{painting.size.width} * stage.side / side;
    nn::Dalle2UnetInput input;
    input.imageEmbedding = painting.embedding.to(device, m_parts.placement.dtype);
    input.textEncodings = dalle2::textOf(m_parts.clip, painting.caption).encodings;
    if (picture.defined())
      input.lowResolution =
          at::upsample_nearest2d(picture, {height, width}).to(m_parts.placement.dtype);
    dalle2::Known known;
    if (source.defined())
      known = {at::adaptive_avg_pool2d(source, {height, width}),
               at::adaptive_avg_pool2d(strength, {height, width}) < 0.5, r.edit.resamples};
    dalle2::Run how{.betas = stage.betas,
                    .steps = stepsWithin(k == 0 ? r.steps : r.unclip.upsamplerSteps, stage.betas),
                    .guidance = k == 0 ? *r.guidance : 1,
                    .draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); },
                    .onStep = unclipProgress(run, k == 0 ? "sample" : "upscale", true)};
    if (k == 0 && painting.start == UnclipPainting::Start::Inverted)
      startFromPicture(how, stage, input, painting, {height, width});
    picture = dalle2::sampleUnet(stage.unet, input, {1, 3, height, width}, how,
                                 source.defined() ? &known : nullptr);
    picture = picture.clamp(-1, 1);
  }
  return toImage(picture, ValueRange::MinusOneToOne);
}

}  // namespace

std::unique_ptr<PictureModel> loadDalle2Library(const LoadRequest& request, const RunContext& run) {
  const ModelCard& card = request.card;
  const auto priorFile = fileOf(card, requiredPart(card, PartKind::Dalle2Prior));
  const auto decoderFile = fileOf(card, requiredPart(card, PartKind::Dalle2Decoder));
  Dalle2Parts parts{.clip = loadClipPair(request, run)};
  parts.placement = request.placement;
  const LoadOptions priorOptions = loadOptionsFor(card, PartKind::Dalle2Prior, run);
  parts.prior = dalle2::loadPrior(openTensors(priorFile, run), request.placement, priorOptions);
  dalle2::requireSameClip(parts.clip, priorOptions.what, parts.prior.network->options().width);
  dalle2::requireTrainedWith(parts.clip, priorFile, openTensors(priorFile, run));
  const LoadOptions options = loadOptionsFor(card, PartKind::Dalle2Decoder, run);
  const dalle2::Cascade cascade(decoderFile, openTensors(decoderFile, run));
  for (size_t k = 0; k < cascade.stages(); ++k) {
    parts.cascade.push_back(cascade.load(k, request.placement, options));
    dalle2::requireSameClip(parts.clip, options.what, parts.cascade.back().unet->embeddingWidth());
  }
  dalle2::requireTrainedWith(parts.clip, decoderFile, cascade.tensors());
  if (parts.cascade.empty())
    throw Error(ErrorKind::UnsupportedModel, "the configuration of {} names none of its networks",
                card.name);
  Capabilities capabilities = card.capabilities;
  const int side = parts.cascade.back().side;
  capabilities.nativeSize = {side, side};
  capabilities.sizeMultiple = side;
  return makeUnclipPictureModel(std::make_unique<Dalle2Model>(std::move(parts)), capabilities);
}

}  // namespace pentimento
