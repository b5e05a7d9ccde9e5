#include "core/training/prior_task.h"

#include <cmath>
#include <numbers>

#include "core/tensor/placement.h"
#include "core/training/diffusion_loss.h"
#include "core/training/example_noise.h"
#include "core/training/picture_tensors.h"

namespace pentimento::training {
namespace {

enum PriorStream : uint64_t { kPriorNoise = 11, kPriorTime, kPriorDrop };

}  // namespace

PriorTask::PriorTask(const PriorTaskOptions& options, std::shared_ptr<const ExampleSource> source,
                     std::shared_ptr<const Tokenizer> tokenizer, nn::SmallClip clip)
    : m_options(options),
      m_network(options.network),
      m_source(std::move(source)),
      m_tokenizer(std::move(tokenizer)),
      m_clip(std::move(clip)) {}

PriorTask::Pairs PriorTask::embed(const BatchPosition& batch) {
  torch::NoGradGuard quiet;
  std::vector<Image> pictures;
  std::vector<std::string> captions;
  for (int i = 0; i < batch.count; ++i) {
    Example example = m_source->captioned(batch.first + static_cast<uint64_t>(i), m_options.size);
    pictures.push_back(std::move(example.picture));
    captions.push_back(std::move(example.caption));
  }
  auto tokens = tokensOf(captions, *m_tokenizer, m_options.network.caption.length).to(batch.device);
  // Scaled to unit variance per number, as noise is (Ramesh et al. 2022).
  return {m_clip->embedPictures(tensorOf(pictures, batch.device)) *
              std::sqrt(static_cast<double>(m_options.network.embedding)),
          m_clip->embedCaptions(tokens), tokens};
}

torch::Tensor PriorTask::loss(const BatchPosition& batch) {
  Pairs pairs = embed(batch);
  const auto time = exampleTimes(batch, m_options.seed + kPriorTime);
  const auto angle = time.unsqueeze(1) * (std::numbers::pi / 2);
  const auto eps = exampleNoise(batch, {m_options.network.embedding}, m_options.seed + kPriorNoise);
  const auto noisy = angle.cos() * pairs.images + angle.sin() * eps;
  const auto dropped =
      exampleChances(batch, m_options.dropCaption, m_options.seed + kPriorDrop).unsqueeze(1);
  const auto x0 = m_network(noisy, time, pairs.tokens.masked_fill(dropped, 0),
                            pairs.texts.masked_fill(dropped, 0));
  return torch::mse_loss(x0, pairs.images);
}

Image PriorTask::sheet() {
  torch::NoGradGuard quiet;
  constexpr int kPairs = 32;
  const BatchPosition batch{uint64_t{1} << 60, kPairs, deviceOf(*m_network)};
  const Pairs pairs = embed(batch);
  const auto noise = exampleNoise(batch, {m_options.network.embedding}, m_options.seed);
  const auto guess =
      m_network(noise, torch::ones({kPairs}, batch.device), pairs.tokens, pairs.texts);
  return similarityPicture(guess, pairs.images);
}

}  // namespace pentimento::training
