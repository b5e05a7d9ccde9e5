#include "core/training/torch_trainer.h"

#include "core/base/error.h"
#include "core/tensor/memory_reuse.h"
#include "core/training/configuration.h"
#include "core/training/folder_source.h"
#include "core/training/network_file.h"

namespace pentimento::training {
namespace {

class TorchTrainer final : public Trainer {
 public:
  explicit TorchTrainer(TrainerServices services) : m_services(std::move(services)) {}

  void train(const TrainingRequest& request, const RunContext& run) override {
    Configuration configuration = configurationFromJson(request.configuration, request.part);
    configuration.loop.folder = request.folder / request.part;
    configuration.loop.savePicture = m_services.savePicture;
    const auto group = ProcessGroup::fromEnvironment();
    const auto source = sourceOf(configuration);
    torch::manual_seed(configuration.seed);  // the first weights
    const auto task = taskOf(request, configuration, source);
    training::train(*task, configuration.loop, *group, run);
    if (group->rank() == 0)
      saveNetwork(request.folder / (request.part + ".safetensors"), task->network(),
                  torch::kFloat16,
                  {{"part", request.part}, {"configuration", request.configuration.dump()}});
  }

 private:
  std::shared_ptr<const ExampleSource> sourceOf(const Configuration& configuration) const {
    if (configuration.pictures.empty())
      return std::make_shared<SceneSource>(configuration.world, configuration.seed);
    return std::make_shared<FolderSource>(listCaptionedFiles(configuration.pictures),
                                          m_services.openPicture, configuration.seed);
  }

  /// The CLIP that an earlier run in the same folder trained, or nothing.
  static nn::SmallClip trainedClip(const TrainingRequest& request,
                                   const Configuration& configuration) {
    const auto path = request.folder / "clip.safetensors";
    if (!std::filesystem::exists(path)) return nullptr;
    nn::SmallClip clip(configuration.clip);
    loadNetwork(path, *clip);
    clip->eval();
    return clip;
  }

  std::unique_ptr<TrainingTask> taskOf(const TrainingRequest& request,
                                       const Configuration& configuration,
                                       const std::shared_ptr<const ExampleSource>& source) const {
    if (request.part == "clip")
      return std::make_unique<ClipTask>(configuration.clip, source, m_services.tokenizer);
    if (request.part == "upsampler")
      return std::make_unique<UpsamplerTask>(configuration.upsampler, source);
    nn::SmallClip clip = trainedClip(request, configuration);
    if (request.part == "prior") {
      if (clip.is_empty())
        throw Error(ErrorKind::NotFound, "the prior learns from CLIP: train \"clip\" into {} first",
                    request.folder.string());
      PriorTaskOptions options{configuration.prior, static_cast<int>(configuration.clip.size), 0.1,
                               configuration.seed};
      return std::make_unique<PriorTask>(options, source, m_services.tokenizer, clip);
    }
    EmbedPictures embed;  // without CLIP the decoder learns from text alone
    if (!clip.is_empty())
      embed = [clip](const torch::Tensor& pictures) mutable {
        return clip->embedPictures(pictures);
      };
    return std::make_unique<DecoderTask>(configuration.decoder, source, m_services.tokenizer,
                                         embed);
  }

  TrainerServices m_services;
};

}  // namespace

std::unique_ptr<Trainer> makeTorchTrainer(TrainerServices services) {
  keepFreedMemory();
  return std::make_unique<TorchTrainer>(std::move(services));
}

}  // namespace pentimento::training
