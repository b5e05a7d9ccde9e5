#include "core/pipelines/model_family.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/pipelines/dalle2_library.h"
#include "core/pipelines/kandinsky.h"
#include "core/pipelines/karlo.h"
#include "core/pipelines/small_unclip.h"
#include "core/pipelines/stable_diffusion.h"
#include "core/text/prompt_choices.h"

namespace pentimento {

std::span<const FamilyLoader> familyLoaders() noexcept {
  static constexpr std::array kLoaders{
      FamilyLoader{ModelFamily::StableDiffusion1, loadStableDiffusion},
      FamilyLoader{ModelFamily::StableDiffusion2, loadStableDiffusion},
      FamilyLoader{ModelFamily::StableDiffusionXl, loadStableDiffusion},
      FamilyLoader{ModelFamily::SmallUnclip, loadSmallUnclip},
      FamilyLoader{ModelFamily::Karlo, loadKarlo},
      FamilyLoader{ModelFamily::Kandinsky22, loadKandinsky},
      FamilyLoader{ModelFamily::Dalle2Library, loadDalle2Library},
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
  std::vector<GenerationRequest> recipes(static_cast<size_t>(request.count), request);
  const WildcardLines wildcards = wildcardsOfUser();
  for (size_t k = 0; k < recipes.size(); ++k) {
    recipes[k].count = 1;
    recipes[k].seed = request.seed.next(k);
    // What was chosen is what the recipe says: the picture can be made again without the files.
    for (std::string* text : {&recipes[k].prompt, &recipes[k].negativePrompt})
      *text = resolveChoices(*text, recipes[k].seed.value, wildcards);
  }
  return makeEach(recipes, run, notes);
}

std::vector<GeneratedImage> PictureModel::makeEach(const std::vector<GenerationRequest>& recipes,
                                                   const RunContext& run,
                                                   std::vector<std::string>& notes) {
  const int count = static_cast<int>(recipes.size());
  std::vector<GeneratedImage> pictures;
  for (int k = 0; k < count; ++k) {
    GeneratedImage made;
    made.recipe = recipes[static_cast<size_t>(k)];
    RunContext own = run;
    if (run.onProgress)
      own.onProgress = [&, k](Progress progress) {
        progress.picture = k;
        progress.pictures = count;
        if (progress.secondsLeft && progress.steps > 0 && progress.step > 0)
          *progress.secondsLeft += *progress.secondsLeft /
                                   std::max(1, progress.steps - progress.step) * progress.steps *
                                   (count - 1 - k);
        run.onProgress(progress);
      };
    made.image = makePicture(made.recipe, own, notes);
    if (run.onPicture) run.onPicture(k, made);
    pictures.push_back(std::move(made));
  }
  return pictures;
}

}  // namespace pentimento
