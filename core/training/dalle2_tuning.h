/// Training checkpoints of the dalle2-pytorch library further, in their own layout: LAION's public
/// priors and decoders on pictures of one's own.
#pragma once

#include "core/api/trainer.h"
#include "core/training/configuration.h"
#include "core/training/training_task.h"
#include "core/weights/model_folders.h"

namespace pentimento::training {

/// Whether a file is one, by its tensors' names. @throws as probeModel
[[nodiscard]] bool isDalle2Checkpoint(const std::filesystem::path& file, const RunContext& run);

/// What fine-tuning starts from where a configuration says nothing: the library's own settings.
[[nodiscard]] LoopOptions dalle2LoopOptions();

/// Where a CLIP without a vocabulary finds one, and what is trained on.
struct TuningPlace {
  ModelFolders folders;
  torch::Device device = torch::kCPU;
};

/// The prior of a prior's file; of a decoder's the first network ("decoder") or one that enlarges
/// ("upsampler"). What is saved is the checkpoint with what the network has become, every other
/// tensor and all number formats unchanged, and a decoder's configuration beside it.
/// @throws Error(InvalidInput) when the file has no such part or no CLIP is named;
/// Error(UnsupportedModel) when the CLIP's embeddings are not those of the checkpoint; as the
/// loaders
[[nodiscard]] TrainableNetwork dalle2Tuning(const TrainingRequest& request,
                                            const Configuration& configuration,
                                            const std::shared_ptr<const ExampleSource>& source,
                                            const TuningPlace& place, const RunContext& run);

}  // namespace pentimento::training
