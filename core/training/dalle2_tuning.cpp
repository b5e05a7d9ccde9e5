#include "core/training/dalle2_tuning.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/tensor/state_dict.h"
#include "core/training/dalle2_task.h"
#include "core/weights/memory_source.h"
#include "core/weights/open_tensors.h"
#include "core/weights/probe.h"
#include "core/weights/safetensors_file.h"

namespace pentimento::training {
namespace {
namespace fs = std::filesystem;

ClipPair clipOf(const TrainingRequest& request, const TuningPlace& place, const RunContext& run) {
  if (request.clip.empty())
    throw Error(ErrorKind::InvalidInput,
                "{} works with the embeddings of a CLIP: name the one that it was trained with "
                "(--clip)",
                request.start.string());
  LoadRequest load;
  load.card = probeModel(request.clip, run);
  load.placement.device = place.device;
  for (const Asset& asset : place.folders.list(AssetKind::Tokenizer))
    load.tokenizerFolders.push_back(asset.path.string());
  return loadClipPair(load, run);
}

TensorBytes stored(const torch::Tensor& values, const TensorInfo& info) {
  auto held = std::make_shared<torch::Tensor>(
      values.detach().to(torch::kCPU, toScalarType(info.dtype)).contiguous());
  const std::span bytes{static_cast<const std::byte*>(held->data_ptr()), held->nbytes()};
  return {info, bytes, std::move(held)};
}

void saveTuned(const fs::path& file, const TensorSource& checkpoint, const std::string& prefix,
               const torch::nn::Module& network, const std::string& clip) {
  MemorySource tuned;
  const auto parameters = network.named_parameters();
  for (const std::string& name : checkpoint.names()) {
    const torch::Tensor* own =
        name.starts_with(prefix) ? parameters.find(name.substr(prefix.size())) : nullptr;
    tuned.add(name, own ? stored(*own, *checkpoint.find(name)) : checkpoint.read(name));
  }
  writeSafetensors(file, tuned,
                   {.metadata = {{dalle2::kClipKey, clip}}, .ifExists = IfExists::Replace});
}

LoadOptions optionsFor(const TrainingRequest& request, const RunContext& run) {
  LoadOptions options;
  options.what = request.start.string();
  options.run = &run;
  return options;
}

TrainableNetwork priorTuning(const TrainingRequest& request, SharedSource checkpoint, ClipPair clip,
                             const Dalle2TaskOptions& options,
                             std::shared_ptr<const ExampleSource> source, torch::Device device,
                             const RunContext& run) {
  auto prior = dalle2::loadPrior(checkpoint, {.device = device}, optionsFor(request, run));
  dalle2::requireSameClip(clip, request.start.string(), prior.network->options().width);
  const nn::Dalle2Prior network = prior.network;
  const std::string identity = clip.identity;
  return {std::make_unique<Dalle2PriorTask>(std::move(prior), std::move(clip), std::move(source),
                                            options),
          [=](const fs::path& file) { saveTuned(file, *checkpoint, "net.", *network, identity); }};
}

TrainableNetwork cascadeTuning(const TrainingRequest& request, SharedSource checkpoint,
                               size_t number, ClipPair clip, Dalle2TaskOptions options,
                               std::shared_ptr<const ExampleSource> source, torch::Device device,
                               const RunContext& run) {
  const dalle2::Cascade cascade(request.start, std::move(checkpoint));
  if (number >= cascade.stages())
    throw Error(ErrorKind::InvalidInput,
                "{} has {} networks and no number {} to train (0 is the first)",
                request.start.string(), cascade.stages(), number);
  auto stage = cascade.load(number, {.device = device}, optionsFor(request, run));
  dalle2::requireSameClip(clip, request.start.string(), stage.unet->embeddingWidth());
  options.dropAll = cascade.setting("image_cond_drop_prob", number, options.dropAll);
  options.dropCaption = cascade.setting("text_cond_drop_prob", number, options.dropCaption);
  Dalle2CascadeOptions own{.task = options};
  own.k = cascade.setting("p2_loss_weight_k", number, own.k);
  own.gamma = cascade.setting("p2_loss_weight_gamma", number, own.gamma);
  own.variationalBound = cascade.setting("vb_loss_weight", number, own.variationalBound);
  if (number > 0) own.lowSide = cascade.side(number - 1);
  const nn::Dalle2Unet network = stage.unet;
  const std::string identity = clip.identity;
  return {std::make_unique<Dalle2CascadeTask>(std::move(stage), std::move(clip), std::move(source),
                                              own),
          [=](const fs::path& file) {
            saveTuned(file, *cascade.tensors(), dalle2::Cascade::prefixOf(number), *network,
                      identity);
            const fs::path config = file.parent_path() / cascade.configFile().filename();
            if (!fs::exists(config) || !fs::equivalent(config, cascade.configFile()))
              fs::copy_file(cascade.configFile(), config, fs::copy_options::overwrite_existing);
          }};
}

}  // namespace

bool isDalle2Checkpoint(const fs::path& file, const RunContext& run) {
  return probeModel(file, run).family == ModelFamily::Dalle2Library;
}

LoopOptions dalle2LoopOptions() {
  LoopOptions loop;
  loop.optimiser.learningRate = 1e-4;
  loop.optimiser.beta2 = 0.999;
  loop.optimiser.clipNorm = 0.5;
  return loop;
}

TrainableNetwork dalle2Tuning(const TrainingRequest& request, const Configuration& configuration,
                              const std::shared_ptr<const ExampleSource>& source,
                              const TuningPlace& place, const RunContext& run) {
  const ModelCard card = probeModel(request.start, run);
  const bool prior = card.part(PartKind::Dalle2Prior) != nullptr;
  const bool fits =
      prior ? request.part == "prior" : request.part == "decoder" || request.part == "upsampler";
  if (!fits)
    throw Error(ErrorKind::InvalidInput, "{} is {} of dalle2-pytorch and has no {} to train",
                request.start.string(), prior ? "a prior" : "a decoder", request.part);
  const SharedSource checkpoint = openTensors(request.start, run);
  const Dalle2TaskOptions options{.seed = configuration.seed};
  ClipPair clip = clipOf(request, place, run);
  dalle2::requireTrainedWith(clip, request.start, checkpoint);
  if (prior)
    return priorTuning(request, checkpoint, std::move(clip), options, source, place.device, run);
  const int stage = request.part == "decoder" ? 0 : configuration.cascadeStage;
  return cascadeTuning(request, checkpoint, static_cast<size_t>(std::max(stage, 0)),
                       std::move(clip), options, source, place.device, run);
}

}  // namespace pentimento::training
