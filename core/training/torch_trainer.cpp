#include "core/training/torch_trainer.h"

#include "core/base/error.h"
#include "core/imaging/codec.h"
#include "core/tensor/memory_reuse.h"
#include "core/tensor/network_file.h"
#include "core/training/caption_vocabulary.h"
#include "core/training/configuration.h"
#include "core/training/dalle2_tuning.h"
#include "core/training/evaluation.h"
#include "core/training/folder_source.h"
#include "core/training/scene_files.h"

namespace pentimento::training {
namespace {

class TorchTrainer final : public Trainer {
 public:
  explicit TorchTrainer(ModelFolders folders) : m_folders(std::move(folders)) {}

  void train(const TrainingRequest& request, const RunContext& run) override {
    const bool tuning = !request.start.empty() && isDalle2Checkpoint(request.start, run);
    Configuration configuration = configurationFromJson(
        request.configuration, request.part, tuning ? dalle2LoopOptions() : LoopOptions());
    configuration.loop.folder = request.folder / request.part;
    configuration.loop.savePicture = [](const std::filesystem::path& path, const Image& picture) {
      writeImage(path, picture, {}, IfExists::Replace);
    };
    const torch::Device device = deviceOfProcess(request.device);
    const auto group = ProcessGroup::fromEnvironment(device);
    const auto source = sourceOf(configuration);
    torch::manual_seed(configuration.seed);  // the first weights
    TrainableNetwork made = tuning ? dalle2Tuning(request, configuration, source,
                                                  {.folders = m_folders, .device = device}, run)
                                   : ownTask(request, configuration, source, device);
    training::train(*made.task, configuration.loop, *group, run);
    if (group->rank() == 0) made.save(request.folder / (request.part + ".safetensors"));
  }

  void drawScenes(const ScenesRequest& request, const RunContext& run) override {
    const Configuration configuration = configurationFromJson(request.configuration, "decoder");
    saveScenes(request, configuration.world, run);
  }

  std::vector<EvaluationRow> evaluate(const EvaluationRequest& request,
                                      const RunContext& run) override {
    const Configuration configuration = configurationFromJson(request.configuration, "judge");
    Evaluated model;
    model.decoder = nn::UnclipDecoder(configuration.decoder.network);
    loadNetwork(request.folder / "decoder.safetensors", *model.decoder);
    model.judge = nn::SceneJudge(configuration.judge);
    loadNetwork(request.folder / "judge.safetensors", *model.judge);
    const auto tokenizer = captionVocabulary(request.folder, *sourceOf(configuration),
                                             configuration.decoder.network.caption.vocabulary);
    model.clip = trainedClip(request.folder, configuration);
    const auto prior = request.folder / "prior.safetensors";
    if (!model.clip.is_empty() && std::filesystem::exists(prior)) {
      model.prior = nn::EmbeddingPrior(configuration.prior);
      loadNetwork(prior, *model.prior);
      model.prior->eval();
    }
    model.tokenizer = tokenizer.get();
    model.captionLength = configuration.decoder.network.caption.length;
    model.clipCaptionLength = configuration.clip.caption.length;
    model.world = configuration.world;
    model.decoder->eval();
    model.judge->eval();
    if (!request.sheet.empty())
      writeImage(request.sheet, evaluationSheet(model, request.count, run), {}, IfExists::Replace);
    return evaluateModel(model, request.count, run);
  }

 private:
  static TrainableNetwork ownTask(const TrainingRequest& request,
                                  const Configuration& configuration,
                                  const std::shared_ptr<const ExampleSource>& source,
                                  torch::Device device) {
    auto task = taskOf(request, configuration, source, device);
    if (!request.clip.empty())
      throw Error(ErrorKind::InvalidInput,
                  "--clip is for training checkpoints of dalle2-pytorch on, which --from names");
    if (!request.start.empty() && loadMatching(request.start, task->network()) == 0)
      throw Error(ErrorKind::InvalidInput, "{} has no weights of a {} to start from",
                  request.start.string(), request.part);
    auto& network = task->network();
    network.to(device);
    return {std::move(task), [&network, request](const std::filesystem::path& file) {
              saveNetwork(
                  file, network, torch::kFloat16,
                  {{"part", request.part}, {"configuration", request.configuration.dump()}});
            }};
  }

  static std::shared_ptr<const ExampleSource> sourceOf(const Configuration& configuration) {
    if (configuration.pictures.empty())
      return std::make_shared<SceneSource>(configuration.world, configuration.seed);
    return std::make_shared<FolderSource>(
        listCaptionedFiles(configuration.pictures),
        [](const auto& path) { return readImage(path); }, configuration.seed);
  }

  /// The CLIP that an earlier run in the same folder trained, or nothing.
  static nn::SmallClip trainedClip(const std::filesystem::path& folder,
                                   const Configuration& configuration) {
    const auto path = folder / "clip.safetensors";
    if (!std::filesystem::exists(path)) return nullptr;
    nn::SmallClip clip(configuration.clip);
    loadNetwork(path, *clip);
    clip->eval();
    return clip;
  }

  static std::unique_ptr<TrainingTask> taskOf(const TrainingRequest& request,
                                              const Configuration& configuration,
                                              const std::shared_ptr<const ExampleSource>& source,
                                              torch::Device device) {
    if (request.part == "upsampler")
      return std::make_unique<UpsamplerTask>(configuration.upsampler, source);
    if (request.part == "judge")
      return std::make_unique<JudgeTask>(configuration.judge, configuration.world,
                                         configuration.seed);
    const auto tokenizer = captionVocabulary(request.folder, *source,
                                             configuration.decoder.network.caption.vocabulary);
    if (request.part == "clip")
      return std::make_unique<ClipTask>(configuration.clip, source, tokenizer);
    nn::SmallClip clip = trainedClip(request.folder, configuration);
    if (!clip.is_empty()) clip->to(device);
    if (request.part == "prior") {
      if (clip.is_empty())
        throw Error(ErrorKind::NotFound, "the prior learns from CLIP: train \"clip\" into {} first",
                    request.folder.string());
      PriorTaskOptions options{configuration.prior, static_cast<int>(configuration.clip.size), 0.1,
                               configuration.seed};
      return std::make_unique<PriorTask>(options, source, tokenizer, clip);
    }
    EmbedPictures embed;  // without CLIP the decoder learns from text alone
    if (!clip.is_empty())
      embed = [clip](const torch::Tensor& pictures) mutable {
        return clip->embedPictures(pictures);
      };
    return std::make_unique<DecoderTask>(configuration.decoder, source, tokenizer, embed);
  }

  ModelFolders m_folders;
};

}  // namespace

std::unique_ptr<Trainer> makeTorchTrainer(const ModelFolders& folders) {
  keepFreedMemory();
  return std::make_unique<TorchTrainer>(folders);
}

}  // namespace pentimento::training
