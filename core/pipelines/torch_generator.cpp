#include "core/pipelines/torch_generator.h"

#include <chrono>
#include <utility>

#include "core/base/error.h"
#include "core/diffusion/sampler_table.h"
#include "core/pipelines/clip_embedder.h"
#include "core/pipelines/model_family.h"
#include "core/tensor/cancellation.h"
#include "core/tensor/torch_errors.h"
#include "core/text/prompt_syntax.h"
#include "core/weights/probe.h"

namespace pentimento {
namespace {

// A LoRA that silently does nothing would be searched for in the picture.
void refuseLorasWhereNoneFit(const GenerationRequest& request, const Capabilities& capabilities) {
  const bool asked = !request.loras.empty() || !extractLoras(request.prompt).loras.empty();
  if (asked && !capabilities.loras)
    throw Error(ErrorKind::InvalidInput,
                "{} takes no LoRAs; leave them out, or choose a Stable Diffusion model",
                capabilities.architecture);
}

// Also with models that have a sampler of their own: a word that means nothing is a mistake.
void refuseUnknownNames(const GenerationRequest& request) {
  if (!request.sampler.empty()) (void)samplerFromName(request.sampler);
  if (!request.schedule.empty()) (void)scheduleFromName(request.schedule);
}

class TorchGenerator final : public Generator {
 public:
  explicit TorchGenerator(TorchGeneratorOptions options) : m_options(std::move(options)) {}

  GenerationResult generate(const GenerationRequest& request, const RunContext& run) override {
    return translateTorchErrors([&] { return generateUntranslated(request, run); });
  }

  EmbeddingResult embed(const EmbeddingRequest& request, const RunContext& run) override {
    return translateTorchErrors([&] {
      validate(request);
      run.check();
      const CancellationScope cancellation(run.stop);
      return clipFor(request, run).embed(request, run);
    });
  }

  Capabilities capabilities(const std::string& model) override {
    return translateTorchErrors([&] { return probeModel(pathOf(model)).capabilities; });
  }

  void unload() override {
    m_loaded = {};
    m_clip = {};
  }

 private:
  // What distinguishes one loaded model from another.
  struct LoadedModel {
    std::filesystem::path path;
    std::string autoencoder;
    Placement placement;
    Capabilities capabilities;
    std::unique_ptr<PictureModel> model;
  };
  struct LoadedClip {
    std::filesystem::path path;
    Placement placement;
    std::unique_ptr<ClipEmbedder> embedder;
  };

  [[nodiscard]] std::filesystem::path pathOf(const std::string& model) const {
    if (!model.empty()) return m_options.folders.resolve(AssetKind::Model, model);
    if (!m_options.builtInModel.empty()) return m_options.builtInModel;
    throw Error(ErrorKind::NotFound,
                "this installation has no built-in model; name one with --model");
  }

  [[nodiscard]] LoadRequest loadRequest(const std::filesystem::path& path,
                                        const std::string& autoencoder, const Placement& placement,
                                        const RunContext& run) const {
    std::vector<std::string> tokenizers;
    for (const Asset& asset : m_options.folders.list(AssetKind::Tokenizer))
      tokenizers.push_back(asset.path.string());
    return {.card = probeModel(path, run),
            .placement = placement,
            .autoencoder = autoencoder,
            .tokenizerFolders = std::move(tokenizers),
            .folders = m_options.folders,
            .loaded = m_networks};
  }

  LoadedModel& modelFor(const GenerationRequest& request, const Placement& placement,
                        const RunContext& run) {
    const std::filesystem::path path = pathOf(request.model);
    if (m_loaded.model && m_loaded.path == path && m_loaded.autoencoder == request.vae &&
        m_loaded.placement == placement)
      return m_loaded;
    unload();  // before the next one is loaded: memory holds one
    run.report({.stage = "load"});
    const LoadRequest load = loadRequest(path, request.vae, placement, run);
    m_loaded = {path, request.vae, placement, load.card.capabilities, loadModel(load, run)};
    return m_loaded;
  }

  // Kept beside the model, because ranking comes after every picture; of the same model, it is the
  // model's own CLIP.
  ClipEmbedder& clipFor(const EmbeddingRequest& request, const RunContext& run) {
    const Placement placement = choosePlacement(request.device, request.precision);
    const std::filesystem::path path = pathOf(request.model);
    if (m_clip.embedder && m_clip.path == path && m_clip.placement == placement)
      return *m_clip.embedder;
    m_clip = {};
    run.report({.stage = "load"});
    m_clip = {path, placement,
              std::make_unique<ClipEmbedder>(loadRequest(path, "", placement, run), run)};
    return *m_clip.embedder;
  }

  GenerationResult generateUntranslated(const GenerationRequest& request, const RunContext& run) {
    const auto start = std::chrono::steady_clock::now();
    validate(request);
    refuseUnknownNames(request);
    run.check();
    const CancellationScope cancellation(run.stop);
    const Placement placement = choosePlacement(request.device, request.precision);
    const LoadedModel& loaded = modelFor(request, placement, run);
    refuseLorasWhereNoneFit(request, loaded.capabilities);
    GenerationResult result;
    result.images = loaded.model->makePictures(loaded.model->resolved(request), run, result.notes);
    result.device = toString(placement);
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
  }

  TorchGeneratorOptions m_options;
  std::shared_ptr<LoadedNetworks> m_networks = std::make_shared<LoadedNetworks>();
  LoadedModel m_loaded;
  LoadedClip m_clip;
};

}  // namespace

std::unique_ptr<Generator> makeTorchGenerator(const TorchGeneratorOptions& options) {
  return std::make_unique<TorchGenerator>(options);
}

}  // namespace pentimento
