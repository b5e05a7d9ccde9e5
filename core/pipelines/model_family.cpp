#include "core/pipelines/model_family.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/pipelines/stable_diffusion.h"

namespace pentimento {

std::span<const FamilyLoader> familyLoaders() noexcept {
  static constexpr std::array kLoaders{
      FamilyLoader{ModelFamily::StableDiffusion1, loadStableDiffusion},
      FamilyLoader{ModelFamily::StableDiffusion2, loadStableDiffusion},
      FamilyLoader{ModelFamily::StableDiffusionXl, loadStableDiffusion},
  };
  return kLoaders;
}

std::unique_ptr<PictureModel> loadModel(const LoadRequest& request, const RunContext& run) {
  const auto loaders = familyLoaders();
  const auto found = std::ranges::find(loaders, request.card.family, &FamilyLoader::family);
  if (found == loaders.end())
    throw Error(ErrorKind::UnsupportedModel, "{} cannot make pictures here: {}", request.card.name,
                request.card.note.empty() ? "there is no pipeline for it" : request.card.note);
  return found->load(request, run);
}

std::vector<GeneratedImage> PictureModel::makePictures(const GenerationRequest& request,
                                                       const RunContext& run,
                                                       std::vector<std::string>& notes) {
  std::vector<GeneratedImage> pictures;
  for (int k = 0; k < request.count; ++k) {
    GeneratedImage made;
    made.recipe = request;
    made.recipe.count = 1;
    made.recipe.seed = request.seed.next(static_cast<uint64_t>(k));
    RunContext own = run;
    if (run.onProgress)
      own.onProgress = [&, k](Progress progress) {
        progress.picture = k;
        progress.pictures = request.count;
        if (progress.secondsLeft && progress.steps > 0 && progress.step > 0)
          *progress.secondsLeft += *progress.secondsLeft /
                                   std::max(1, progress.steps - progress.step) * progress.steps *
                                   (request.count - 1 - k);
        run.onProgress(progress);
      };
    made.image = makePicture(made.recipe, own, notes);
    if (run.onPicture) run.onPicture(k, made.image);
    pictures.push_back(std::move(made));
  }
  return pictures;
}

}  // namespace pentimento
