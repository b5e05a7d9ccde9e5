/// Trains the 64² decoder: caption (and image embedding) → picture, and edits under masks.
#pragma once

#include <memory>

#include "core/conditioning/caption_tokens.h"
#include "core/networks/unclip_decoder.h"
#include "core/training/example_source.h"
#include "core/training/training_task.h"

namespace pentimento::training {

/// Pictures in [-1, 1] → unit image embeddings, [N, E]; empty = the decoder learns from text alone.
using EmbedPictures = std::function<torch::Tensor(const torch::Tensor& pictures)>;

struct DecoderTaskOptions {
  nn::UnclipDecoderOptions network;
  int size = 64;
  double dropAll = 0.10;        ///< neither caption nor embedding: for guidance
  double dropEmbedding = 0.50;  ///< so that text alone is enough
  double dropCaption = 0.50;    ///< where an embedding is left: for variations
  uint64_t seed = 1;
  std::vector<std::string> sheetPrompts;
};

class DecoderTask final : public TrainingTask {
 public:
  DecoderTask(const DecoderTaskOptions& options, std::shared_ptr<const ExampleSource> source,
              std::shared_ptr<const Tokenizer> tokenizer, EmbedPictures embed = {});
  [[nodiscard]] torch::nn::Module& network() override { return *m_network; }
  [[nodiscard]] torch::Tensor loss(const BatchPosition& batch) override;
  [[nodiscard]] Image sheet() override;
  [[nodiscard]] nn::UnclipDecoder decoder() const { return m_network; }

 private:
  DecoderTaskOptions m_options;
  nn::UnclipDecoder m_network;
  std::shared_ptr<const ExampleSource> m_source;
  std::shared_ptr<const Tokenizer> m_tokenizer;
  EmbedPictures m_embed;
};

}  // namespace pentimento::training
