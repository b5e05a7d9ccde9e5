#include "core/training/decoder_task.h"

#include "core/imaging/contact_sheet.h"
#include "core/training/decoder_samples.h"
#include "core/training/diffusion_loss.h"
#include "core/training/example_noise.h"
#include "core/training/picture_tensors.h"

namespace pentimento::training {
namespace {

// Independent streams of random numbers of one run.
enum DecoderStream : uint64_t {
  kNoiseStream = 1,
  kTimeStream,
  kNothingStream,
  kEmbeddingStream,
  kCaptionStream
};

constexpr double kBorderImportance = 4;

}  // namespace

DecoderTask::DecoderTask(const DecoderTaskOptions& options,
                         std::shared_ptr<const ExampleSource> source,
                         std::shared_ptr<const Tokenizer> tokenizer, EmbedPictures embed)
    : m_options(options),
      m_network(options.network),
      m_source(std::move(source)),
      m_tokenizer(std::move(tokenizer)),
      m_embed(std::move(embed)) {}

torch::Tensor DecoderTask::loss(const BatchPosition& batch) {
  std::vector<Image> pictures;
  std::vector<Mask> masks;
  std::vector<std::string> captions;
  for (int i = 0; i < batch.count; ++i) {
    Example example = m_source->editable(batch.first + static_cast<uint64_t>(i), m_options.size);
    pictures.push_back(std::move(example.picture));
    masks.push_back(std::move(example.mask));
    captions.push_back(std::move(example.caption));
  }
  const auto x0 = tensorOf(pictures, batch.device), mask = tensorOf(masks, batch.device);
  const auto eps = exampleNoise(batch, x0.sizes().slice(1), m_options.seed + kNoiseStream);
  nn::DecoderInput input;
  input.time = exampleTimes(batch, m_options.seed + kTimeStream);
  const NoiseLevel level = noiseLevel(input.time);
  input.noisy = addNoise(x0, eps, level);
  input.known = x0 * (1 - mask);
  input.mask = mask;
  const auto chance = [&](double share, uint64_t stream) {
    return exampleChances(batch, share, m_options.seed + stream);
  };
  auto captionDropped = chance(m_options.dropAll, kNothingStream);
  if (m_embed) {
    // An edit's caption speaks of the part; its picture's embedding would give the whole away.
    const auto embeddingDropped = chance(m_options.dropEmbedding, kEmbeddingStream)
                                      .logical_or(captionDropped)
                                      .logical_or(mask.mean({1, 2, 3}) < 1);
    captionDropped = captionDropped.logical_or(
        chance(m_options.dropCaption, kCaptionStream).logical_and(embeddingDropped.logical_not()));
    torch::NoGradGuard quiet;
    input.imageEmbedding = m_embed(x0).masked_fill(embeddingDropped.unsqueeze(1), 0);
  }
  input.tokens = tokensOf(captions, *m_tokenizer, m_options.network.caption.length)
                     .to(batch.device)
                     .masked_fill(captionDropped.unsqueeze(1), 0);
  return maskedPictureLoss(m_network(input).to(torch::kFloat32), x0, mask, pictureWeight(level),
                           {.border = kBorderImportance});
}

Image DecoderTask::sheet() {
  torch::NoGradGuard quiet;
  const DecoderSamples samples = sampleForSheet(m_network, m_options, *m_tokenizer);
  std::vector<Image> tiles = picturesOf(samples.fromText);
  const std::vector<Image> masked = picturesOf(samples.masked), edited = picturesOf(samples.edited);
  tiles.insert(tiles.end(), masked.begin(), masked.end());
  tiles.insert(tiles.end(), edited.begin(), edited.end());
  ContactSheetOptions layout;
  layout.columns = 8;
  layout.cell = {2 * m_options.size, 2 * m_options.size};
  return contactSheet(tiles, m_options.sheetPrompts, layout);
}

}  // namespace pentimento::training
