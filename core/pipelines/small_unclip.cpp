#include "core/pipelines/small_unclip.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "core/api/request_words.h"
#include "core/base/error.h"
#include "core/conditioning/caption_tokens.h"
#include "core/imaging/convert.h"
#include "core/imaging/resize.h"
#include "core/networks/unclip_layout.h"
#include "core/pipelines/masked_edit.h"
#include "core/pipelines/small_unclip_sampling.h"
#include "core/tensor/image_tensor.h"
#include "core/tensor/network_file.h"
#include "core/tensor/random.h"
#include "core/text/sentencepiece_tokenizer.h"
#include "core/weights/open_tensors.h"

namespace pentimento {
namespace {

constexpr int kUpsampling = 4;      // side of the picture over that of the decoder's
constexpr int kUpsamplerSteps = 6;  // measured: more change nothing that can be seen
constexpr const char* kSampler = "DDIM";

struct SmallUnclipParts {
  nn::UnclipDecoder decoder{nullptr};
  nn::UnclipUpsampler upsampler{nullptr};  // may be missing: enlarged by interpolation then
  std::unique_ptr<Tokenizer> tokenizer;
  int64_t captionLength = 0;
  Placement placement;
};

/// What of a picture is given; both empty = paint all of it.
struct GivenPicture {
  torch::Tensor picture;  // [1, 3, H, W] in [-1, 1]
  torch::Tensor mask;     // [1, 1, H, W], 1 = to be painted
};

class SmallUnclipModel final : public PictureModel {
 public:
  SmallUnclipModel(SmallUnclipParts parts, Capabilities capabilities)
      : m_parts(std::move(parts)), m_capabilities(std::move(capabilities)) {}

  [[nodiscard]] GenerationRequest resolved(const GenerationRequest& request) const override;
  [[nodiscard]] Image makePicture(const GenerationRequest& request, const RunContext& run,
                                  std::vector<std::string>& notes) override;

 private:
  [[nodiscard]] Image paint(const GenerationRequest& request, Extent size,
                            const GivenPicture& given, const RunContext& run);
  [[nodiscard]] std::vector<std::string> unknownWords(const std::string& prompt) const;
  [[nodiscard]] ModelSizeRule sizeRule() const {
    return {.native = m_capabilities.nativeSize, .multiple = m_capabilities.sizeMultiple};
  }

  SmallUnclipParts m_parts;
  Capabilities m_capabilities;
};

GenerationRequest SmallUnclipModel::resolved(const GenerationRequest& request) const {
  GenerationRequest r = request;
  if (!m_capabilities.supports(r.task))
    throw Error(ErrorKind::InvalidInput, "{} cannot do \"{}\"; choose another model",
                m_capabilities.architecture, wordFor(r.task));
  r.sampler = kSampler;
  r.schedule.clear();
  if (r.steps == 0) r.steps = m_capabilities.defaultSteps;
  if (!r.guidance) r.guidance = m_capabilities.defaultGuidance;
  if (r.unclip.upsamplerSteps == 0) r.unclip.upsamplerSteps = kUpsamplerSteps;
  if (r.task == Task::TextToImage && !r.size) r.size = m_capabilities.nativeSize;
  return r;
}

std::vector<std::string> SmallUnclipModel::unknownWords(const std::string& prompt) const {
  const auto& known = m_capabilities.vocabulary;
  std::vector<std::string> unknown;
  std::string word;
  for (const char c : prompt + " ") {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte) || byte >= 0x80) {
      word += static_cast<char>(std::tolower(byte));
      continue;
    }
    if (!word.empty() && std::ranges::find(known, word) == known.end() &&
        std::ranges::find(unknown, word) == unknown.end())
      unknown.push_back(word);
    word.clear();
  }
  return unknown;
}

Image SmallUnclipModel::paint(const GenerationRequest& r, Extent size, const GivenPicture& given,
                              const RunContext& run) {
  const int64_t height = size.height / kUpsampling, width = size.width / kUpsampling;
  const auto device = m_parts.placement.device;
  NoiseSource noise(r.seed);
  const int total = r.steps + (m_parts.upsampler ? r.unclip.upsamplerSteps : 0);
  const auto report = [&](int first) {
    return [&run, first, total](int step, const torch::Tensor& x0) {
      Progress progress{.stage = "sample", .step = first + step, .steps = total};
      if (run.wantsPreviews) progress.preview = toImage(x0, ValueRange::MinusOneToOne);
      run.report(progress);
    };
  };
  nn::DecoderInput input;
  input.mask = torch::ones({1, 1, height, width});
  input.known = torch::zeros({1, 3, height, width});
  DecoderSampling sampling{.steps = r.steps, .guidance = *r.guidance, .strength = r.strength};
  if (given.picture.defined()) {
    sampling.source = torch::avg_pool2d(given.picture, {kUpsampling, kUpsampling});
    if (given.mask.defined()) {
      input.mask = torch::max_pool2d(given.mask, {kUpsampling, kUpsampling});
      input.known = sampling.source * (1 - input.mask);
    }
    sampling.source = sampling.source.to(device);
  }
  input.mask = input.mask.to(device);
  input.known = input.known.to(device);
  input.tokens = tokensOf({r.prompt}, *m_parts.tokenizer, m_parts.captionLength).to(device);
  const auto small = sampleDecoder(
      m_parts.decoder, input, noise.normal({1, 3, height, width}).to(device), sampling, report(0));
  auto large = torch::upsample_bicubic2d(small, {size.height, size.width}, false);
  if (m_parts.upsampler) {
    nn::UpsamplerInput detail;
    detail.low = large;
    detail.mask = given.mask.defined() ? given.mask.to(device)
                                       : torch::ones({1, 1, size.height, size.width}).to(device);
    detail.known = given.mask.defined() ? given.picture.to(device) * (1 - detail.mask)
                                        : torch::zeros_like(large);
    large = sampleUpsampler(m_parts.upsampler, detail, noise.normal(large.sizes()).to(device),
                            r.unclip.upsamplerSteps, report(r.steps));
  }
  return toImage(large, ValueRange::MinusOneToOne);
}

Image SmallUnclipModel::makePicture(const GenerationRequest& r, const RunContext& run,
                                    std::vector<std::string>& notes) {
  const torch::InferenceMode inference;
  const auto unknown = unknownWords(r.prompt);
  if (!m_capabilities.vocabulary.empty() && !unknown.empty()) {
    const std::string note =
        fmt::format("this model knows {} words of a small rendered world; it does not know: {}",
                    m_capabilities.vocabulary.size(), fmt::join(unknown, ", "));
    if (std::ranges::find(notes, note) == notes.end()) notes.push_back(note);
  }
  if (r.task == Task::MaskedEdit)
    return maskedEdit(r, sizeRule(), [&](const FrameEdit& edit) {
      GivenPicture given{toTensor(edit.picture, ValueRange::MinusOneToOne), {}};
      given.mask = toTensor(edit.strength).ge(0.5).to(torch::kFloat32);
      return paint(r, edit.picture.extent(), given, run);
    });
  const Extent wanted = r.size.value_or(r.image ? r.image->extent() : m_capabilities.nativeSize);
  const Extent size = modelSizeFor(wanted, sizeRule());
  GivenPicture given;
  if (r.task == Task::ImageToImage)
    given.picture =
        toTensor(resized(toDepth(toLayout(*r.image, ChannelLayout::Rgb), BitDepth::Eight), size,
                         ResizeFilter::Lanczos),
                 ValueRange::MinusOneToOne);
  Image picture = paint(r, size, given, run);
  return picture.extent() == wanted ? picture : resized(picture, wanted, ResizeFilter::Lanczos);
}

}  // namespace

std::unique_ptr<PictureModel> loadSmallUnclip(const LoadRequest& request, const RunContext& run) {
  const std::filesystem::path path = request.card.path;
  const std::filesystem::path folder =
      std::filesystem::is_directory(path) ? path : path.parent_path();
  const auto fileOf = [&](PartKind kind) {
    const ModelPart* part = request.card.part(kind);
    return part->file.empty() ? path : folder / part->file;
  };
  SmallUnclipParts parts;
  parts.placement = request.placement;
  const auto decoderFile = fileOf(PartKind::SmallUnclipDecoder);
  const auto options = nn::decoderOptionsOf(*openTensors(decoderFile, run));
  parts.captionLength = options.caption.length;
  parts.decoder = nn::UnclipDecoder(options);
  loadNetwork(decoderFile, *parts.decoder);
  parts.decoder->to(parts.placement.device, parts.placement.dtype);
  parts.decoder->eval();
  if (request.card.part(PartKind::SmallUnclipUpsampler)) {
    const auto file = fileOf(PartKind::SmallUnclipUpsampler);
    parts.upsampler = nn::UnclipUpsampler(nn::upsamplerOptionsOf(*openTensors(file, run)));
    loadNetwork(file, *parts.upsampler);
    parts.upsampler->to(parts.placement.device, parts.placement.dtype);
    parts.upsampler->eval();
  }
  parts.tokenizer = std::make_unique<SentencepieceTokenizer>(
      SentencepieceTokenizer::fromFile(folder / "captions.model"));
  return std::make_unique<SmallUnclipModel>(std::move(parts), request.card.capabilities);
}

}  // namespace pentimento
