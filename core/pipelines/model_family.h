/// The seam at which families of models plug into the generator: one object per loaded model, and
/// one entry per family that says how to load it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/api/generator.h"
#include "core/api/model_card.h"
#include "core/pipelines/loaded_networks.h"
#include "core/tensor/placement.h"
#include "core/weights/model_folders.h"

namespace pentimento {

/// A loaded model. Thread-safety: one call at a time.
class PictureModel {
 public:
  virtual ~PictureModel() = default;

  /// The request with every default of this model filled in: sampler, schedule, steps, guidance,
  /// size ... What it returns makes the same pictures again.
  /// @throws Error(InvalidInput) for what this model cannot do
  [[nodiscard]] virtual GenerationRequest resolved(const GenerationRequest& request) const = 0;

  /// One picture of a resolved request (its `count` is ignored; its seed is the picture's own).
  /// Progress need not name the picture. Notes for people are appended.
  /// @throws Error; Cancelled
  [[nodiscard]] virtual Image makePicture(const GenerationRequest& request, const RunContext& run,
                                          std::vector<std::string>& notes) = 0;

  /// Several pictures where a model makes them together (Interpolate) or ranks them; by default one
  /// after the other, picture k with seed + k.
  [[nodiscard]] virtual std::vector<GeneratedImage> makePictures(const GenerationRequest& request,
                                                                 const RunContext& run,
                                                                 std::vector<std::string>& notes);

 protected:
  /// One picture per recipe, one after the other.
  [[nodiscard]] std::vector<GeneratedImage> makeEach(const std::vector<GenerationRequest>& recipes,
                                                     const RunContext& run,
                                                     std::vector<std::string>& notes);
};

struct LoadRequest {
  ModelCard card;
  Placement placement;
  std::string autoencoder;                    ///< a file that replaces the model's; usually empty
  std::vector<std::string> tokenizerFolders;  ///< where files without a vocabulary look for one
  ModelFolders folders;                       ///< where the files that prompts name are found
  /// What other models of the same owner hold already.
  std::shared_ptr<LoadedNetworks> loaded = std::make_shared<LoadedNetworks>();
};

/// How the models of one family are loaded.
struct FamilyLoader {
  ModelFamily family = ModelFamily::Unknown;
  std::unique_ptr<PictureModel> (*load)(const LoadRequest& request,
                                        const RunContext& run) = nullptr;
};

/// All families that can make pictures. A new family is one line in model_family.cpp.
[[nodiscard]] std::span<const FamilyLoader> familyLoaders() noexcept;

/// @throws Error(UnsupportedModel) with the card's own words when there is no loader for it
[[nodiscard]] std::unique_ptr<PictureModel> loadModel(const LoadRequest& request,
                                                      const RunContext& run);

}  // namespace pentimento
