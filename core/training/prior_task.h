/// Trains the diffusion prior: CLIP image embeddings from captions.
#pragma once

#include <memory>

#include "core/conditioning/caption_tokens.h"
#include "core/networks/embedding_prior.h"
#include "core/networks/small_clip.h"
#include "core/training/example_source.h"
#include "core/training/training_task.h"

namespace pentimento::training {

struct PriorTaskOptions {
  nn::EmbeddingPriorOptions network;
  int size = 64;
  double dropCaption = 0.10;
  uint64_t seed = 1;
};

class PriorTask final : public TrainingTask {
 public:
  /// @param clip trained, and left as it is
  PriorTask(const PriorTaskOptions& options, std::shared_ptr<const ExampleSource> source,
            std::shared_ptr<const Tokenizer> tokenizer, nn::SmallClip clip);
  [[nodiscard]] torch::nn::Module& network() override { return *m_network; }
  [[nodiscard]] torch::Tensor loss(const BatchPosition& batch) override;
  /// Similarity of predicted (row) and true (column) image embeddings.
  [[nodiscard]] Image sheet() override;

 private:
  struct Pairs {
    torch::Tensor images, texts, tokens;
  };
  Pairs embed(const BatchPosition& batch);

  PriorTaskOptions m_options;
  nn::EmbeddingPrior m_network;
  std::shared_ptr<const ExampleSource> m_source;
  std::shared_ptr<const Tokenizer> m_tokenizer;
  nn::SmallClip m_clip;
};

}  // namespace pentimento::training
