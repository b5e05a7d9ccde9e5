#include "core/pipelines/dalle2_library.h"

#include <fmt/format.h>

#include <utility>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/networks/load_network.h"
#include "core/pipelines/clip_pair.h"
#include "core/pipelines/dalle2_sampling.h"
#include "core/pipelines/model_parts.h"
#include "core/pipelines/unclip_prior.h"
#include "core/pipelines/unclip_requests.h"
#include "core/tensor/image_tensor.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {
namespace fs = std::filesystem;

struct CascadeStage {
  nn::Dalle2Unet unet{nullptr};
  std::vector<double> betas;
  int side = 64;
};

struct Dalle2Parts {
  ClipPair clip;
  nn::Dalle2Prior prior{nullptr};
  std::vector<double> priorBetas{};
  std::vector<CascadeStage> cascade{};
  Placement placement{};
};

torch::Tensor ofUnitLength(const torch::Tensor& embedding) {
  const auto wide = embedding.to(torch::kFloat32);
  return wide / wide.norm();
}

class Dalle2Model final : public UnclipModel {
 public:
  explicit Dalle2Model(Dalle2Parts parts) : m_parts(std::move(parts)) {}

  [[nodiscard]] torch::Tensor pictureEmbedding(const Image& picture) override {
    return ofUnitLength(encodeClipPicture(m_parts.clip.image, picture));
  }
  [[nodiscard]] torch::Tensor textEmbedding(const std::string& text) override {
    return ofUnitLength(encodeClipText(m_parts.clip.text, text).embedding);
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
  /// Rows of padding are zeros, as the library marks them.
  [[nodiscard]] torch::Tensor encodings(const std::string& text) {
    const ClipTextStates states = encodeClipText(m_parts.clip.text, text);
    return states.states * states.mask.unsqueeze(-1).to(states.states.scalar_type());
  }

  Dalle2Parts m_parts;
};

int stepsWithin(int wanted, const std::vector<double>& betas) {
  return std::min(wanted, static_cast<int>(betas.size()));
}

torch::Tensor Dalle2Model::imagined(const GenerationRequest& r, NoiseSource& noise,
                                    const RunContext& run) {
  const nn::Dalle2PriorText text{textEmbedding(r.prompt).to(m_parts.placement.dtype),
                                 encodings(r.prompt)};
  const dalle2::Run how{.betas = m_parts.priorBetas,
                        .steps = stepsWithin(r.unclip.priorSteps, m_parts.priorBetas),
                        .guidance = r.unclip.priorGuidance,
                        .eta = 1,
                        .draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); },
                        .onStep = unclipProgress(run, "prior", false)};
  // Of two, the one nearer to the text (Ramesh et al. 2022, section 2.2).
  const auto one = dalle2::samplePrior(m_parts.prior, text, how);
  const auto other = dalle2::samplePrior(m_parts.prior, text, how);
  const auto match = [&](const torch::Tensor& embedding) {
    return torch::cosine_similarity(embedding, text.embedding.to(torch::kFloat32)).item<double>();
  };
  return match(one) >= match(other) ? one : other;
}

Image Dalle2Model::painted(const GenerationRequest& r, const UnclipPainting& painting,
                           NoiseSource& noise, const RunContext& run,
                           std::vector<std::string>& /*notes*/) {
  if (painting.start == UnclipPainting::Start::Inverted)
    throw Error(ErrorKind::InvalidInput,
                "models of dalle2-pytorch cannot keep a picture's composition; leave the amount at "
                "1");
  const auto device = m_parts.placement.device;
  torch::Tensor picture, source, strength;
  if (!painting.mask.empty()) {
    source = toTensor(painting.source, ValueRange::MinusOneToOne).to(device);
    strength = toTensor(painting.mask).to(device);
  }
  const int side = m_parts.cascade.back().side;
  for (size_t k = 0; k < m_parts.cascade.size(); ++k) {
    CascadeStage& stage = m_parts.cascade[k];
    const int64_t height = int64_t{painting.size.height} * stage.side / side;
    const int64_t width = int64_t{painting.size.width} * stage.side / side;
    nn::Dalle2UnetInput input;
    input.imageEmbedding = painting.embedding.to(device, m_parts.placement.dtype);
    input.textEncodings = encodings(painting.caption);
    if (picture.defined())
      input.lowResolution =
          at::upsample_nearest2d(picture, {height, width}).to(m_parts.placement.dtype);
    dalle2::Known known;
    if (source.defined())
      known = {at::adaptive_avg_pool2d(source, {height, width}),
               at::adaptive_avg_pool2d(strength, {height, width}) < 0.5, r.edit.resamples};
    picture = dalle2::sampleUnet(
        stage.unet, input, {1, 3, height, width},
        {.betas = stage.betas,
         .steps = stepsWithin(k == 0 ? r.steps : r.unclip.upsamplerSteps, stage.betas),
         .guidance = k == 0 ? *r.guidance : 1,
         .draw = [&noise](torch::IntArrayRef shape) { return noise.normal(shape); },
         .onStep = unclipProgress(run, k == 0 ? "sample" : "upscale", true)},
        source.defined() ? &known : nullptr);
    picture = picture.clamp(-1, 1);
  }
  return toImage(picture, ValueRange::MinusOneToOne);
}

std::vector<double> betasOf(const TensorSource& source, const std::string& name) {
  const auto betas = readTensor(source, name).to(torch::kFloat64).contiguous();
  return {betas.data_ptr<double>(), betas.data_ptr<double>() + betas.numel()};
}

// "decoder" of the training configuration beside a checkpoint, under whatever name.
Json decoderConfigBeside(const fs::path& checkpoint) {
  for (const auto& entry : fs::directory_iterator(checkpoint.parent_path())) {
    if (entry.path().extension() != ".json") continue;
    const Json config = readJsonFile(entry.path());
    if (config.is_object() && config.contains("decoder")) return config.at("decoder");
  }
  throw Error(ErrorKind::NotFound,
              "the decoder's training configuration is not beside {}; put the JSON file that was "
              "published with it there",
              checkpoint.string());
}

int sideFrom(const Json& side) {
  constexpr int kMost = 4096;
  if (!side.is_number_integer() || side < 1 || side > kMost)
    throw Error(ErrorKind::CorruptFile,
                "the decoder's training configuration gives an image size that is none: {}",
                printable(side.dump()));
  return side.get<int>();
}

std::vector<CascadeStage> loadCascade(const LoadRequest& request, const RunContext& run) {
  const ModelPart& part = requiredPart(request.card, PartKind::Dalle2Decoder);
  const fs::path file = fileOf(request.card, part);
  const auto source = openTensors(file, run);
  const Json config = decoderConfigBeside(file);
  const Json unets = config.value("unets", Json::array());
  const Json sides = config.value("image_sizes", Json::array());
  std::vector<CascadeStage> cascade;
  for (size_t k = 0; k < unets.size() && k < sides.size(); ++k) {
    const auto tensors = withoutPrefix(source, fmt::format("unets.{}.", k));
    if (tensors->names().empty()) break;  // upsamplers are often left out
    CascadeStage stage;
    stage.unet = nn::loadNetwork<nn::Dalle2Unet>(
        nn::dalle2UnetOptions(tensors, unets[k]), *tensors, request.placement,
        loadOptionsFor(request.card, PartKind::Dalle2Decoder, run));
    stage.betas = betasOf(*source, fmt::format("noise_schedulers.{}.betas", k));
    stage.side = sideFrom(sides[k]);
    cascade.push_back(std::move(stage));
  }
  if (cascade.empty())
    throw Error(ErrorKind::UnsupportedModel, "the configuration of {} names none of its networks",
                request.card.name);
  return cascade;
}

}  // namespace

std::unique_ptr<PictureModel> loadDalle2Library(const LoadRequest& request, const RunContext& run) {
  const ModelPart& part = requiredPart(request.card, PartKind::Dalle2Prior);
  const auto source = openTensors(fileOf(request.card, part), run);
  Dalle2Parts parts{.clip = loadClipPair(request, run)};
  parts.prior = nn::loadNetwork<nn::Dalle2Prior>(
      nn::dalle2PriorOptionsFromTensors(*source), *withoutPrefix(source, "net."), request.placement,
      loadOptionsFor(request.card, PartKind::Dalle2Prior, run));
  parts.priorBetas = betasOf(*source, "noise_scheduler.betas");
  parts.cascade = loadCascade(request, run);
  parts.placement = request.placement;
  const int64_t made = parts.clip.image->config().projection;
  if (const int64_t width = parts.prior->options().width; made != width)
    throw Error(ErrorKind::UnsupportedModel,
                "the prior of {} works with embeddings of {} numbers, its CLIP makes {}: they "
                "belong to different CLIPs",
                request.card.name, width, made);
  Capabilities capabilities = request.card.capabilities;
  const int side = parts.cascade.back().side;
  capabilities.nativeSize = {side, side};
  capabilities.sizeMultiple = side;
  return makeUnclipPictureModel(std::make_unique<Dalle2Model>(std::move(parts)), capabilities);
}

}  // namespace pentimento
