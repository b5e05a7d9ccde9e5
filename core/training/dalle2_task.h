/// Trains the networks of dalle2-pytorch's checkpoints further, with that library's losses.
#pragma once

#include <memory>

#include "core/pipelines/dalle2_checkpoint.h"
#include "core/training/example_source.h"
#include "core/training/training_task.h"

namespace pentimento::training {

struct Dalle2TaskOptions {
  double dropAll = 0.1;      ///< everything that the network is told: for guidance
  double dropCaption = 0.5;  ///< where the rest is left; of decoders that read text
  uint64_t seed = 1;
};

/// The prior: CLIP image embeddings from captions.
class Dalle2PriorTask final : public TrainingTask {
 public:
  /// @param clip  left as it is
  Dalle2PriorTask(dalle2::Prior prior, ClipPair clip, std::shared_ptr<const ExampleSource> source,
                  const Dalle2TaskOptions& options);
  [[nodiscard]] torch::nn::Module& network() override { return *m_prior.network; }
  [[nodiscard]] torch::Tensor loss(const BatchPosition& batch) override;
  /// Similarity of imagined (row) and true (column) image embeddings.
  [[nodiscard]] Image sheet() override;

 private:
  struct Pairs {
    torch::Tensor images;  // [N, E]
    nn::Dalle2PriorText texts;
  };
  Pairs embed(const BatchPosition& batch);

  dalle2::Prior m_prior;
  ClipPair m_clip;
  std::shared_ptr<const ExampleSource> m_source;
  Dalle2TaskOptions m_options;
};

struct Dalle2CascadeOptions {
  Dalle2TaskOptions task;
  double k = 1, gamma = 0;  ///< see Dalle2UnetLossOptions
  double variationalBound = 0.001;
  int lowSide = 0;  ///< of the stage before, for upsamplers
};

/// One network of a decoder: pictures from CLIP image embeddings, captions, smaller pictures.
class Dalle2CascadeTask final : public TrainingTask {
 public:
  /// @param clip  left as it is
  Dalle2CascadeTask(dalle2::CascadeStage stage, ClipPair clip,
                    std::shared_ptr<const ExampleSource> source,
                    const Dalle2CascadeOptions& options);
  [[nodiscard]] torch::nn::Module& network() override { return *m_stage.unet; }
  [[nodiscard]] torch::Tensor loss(const BatchPosition& batch) override;
  /// What it makes of some pictures' embeddings (and of them small), and the pictures themselves.
  [[nodiscard]] Image sheet() override;

 private:
  struct Examples {
    torch::Tensor pictures;  // [N, 3, side, side] in 0..1
    nn::Dalle2UnetInput input;
    std::vector<std::string> captions;
  };
  Examples examples(const BatchPosition& batch);

  dalle2::CascadeStage m_stage;
  ClipPair m_clip;
  std::shared_ptr<const ExampleSource> m_source;
  Dalle2CascadeOptions m_options;
};

}  // namespace pentimento::training
