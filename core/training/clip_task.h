/// Trains CLIP: pictures and their captions are told apart from all others of the batch.
#pragma once

#include <memory>

#include "core/conditioning/caption_tokens.h"
#include "core/networks/small_clip.h"
#include "core/training/example_source.h"
#include "core/training/training_task.h"

namespace pentimento::training {

class ClipTask final : public TrainingTask {
 public:
  ClipTask(const nn::SmallClipOptions& options, std::shared_ptr<const ExampleSource> source,
           std::shared_ptr<const Tokenizer> tokenizer);
  [[nodiscard]] torch::nn::Module& network() override { return *m_network; }
  [[nodiscard]] torch::Tensor loss(const BatchPosition& batch) override;
  /// Similarity of every picture (row) with every caption (column), of examples never trained on;
  /// a trained CLIP shows a bright diagonal.
  [[nodiscard]] Image sheet() override;
  [[nodiscard]] nn::SmallClip clip() const { return m_network; }

 private:
  struct Embedded {
    torch::Tensor pictures, captions;  // [N, E]
  };
  Embedded embed(const BatchPosition& batch);

  nn::SmallClipOptions m_options;
  nn::SmallClip m_network;
  std::shared_ptr<const ExampleSource> m_source;
  std::shared_ptr<const Tokenizer> m_tokenizer;
};

}  // namespace pentimento::training
