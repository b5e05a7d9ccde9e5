#include "core/training/clip_task.h"

#include "core/tensor/placement.h"
#include "core/training/diffusion_loss.h"
#include "core/training/picture_tensors.h"

namespace pentimento::training {

ClipTask::ClipTask(const nn::SmallClipOptions& options, std::shared_ptr<const ExampleSource> source,
                   std::shared_ptr<const Tokenizer> tokenizer)
    : m_options(options),
      m_network(options),
      m_source(std::move(source)),
      m_tokenizer(std::move(tokenizer)) {}

ClipTask::Embedded ClipTask::embed(const BatchPosition& batch) {
  std::vector<Image> pictures;
  std::vector<std::string> captions;
  for (int i = 0; i < batch.count; ++i) {
    Example example = m_source->captioned(batch.first + static_cast<uint64_t>(i),
                                          static_cast<int>(m_options.size));
    pictures.push_back(std::move(example.picture));
    captions.push_back(std::move(example.caption));
  }
  return {m_network->embedPictures(tensorOf(pictures, batch.device)),
          m_network->embedCaptions(
              tokensOf(captions, *m_tokenizer, m_options.caption.length).to(batch.device))};
}

torch::Tensor ClipTask::loss(const BatchPosition& batch) {
  const Embedded embedded = embed(batch);
  return contrastiveLoss(embedded.pictures, embedded.captions, m_network->logScale());
}

Image ClipTask::sheet() {
  torch::NoGradGuard quiet;
  constexpr int kPairs = 32;
  const Embedded embedded = embed({uint64_t{1} << 60, kPairs, deviceOf(*m_network)});
  return similarityPicture(embedded.pictures, embedded.captions);
}

}  // namespace pentimento::training
