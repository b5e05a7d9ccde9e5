#include "core/api/recipe_text.h"

#include "core/api/foreign_recipes.h"
#include "core/base/error.h"
#include "core/imaging/xmp.h"

namespace pentimento {

void stampRecipe(ImageMetadata& metadata, const GenerationRequest& recipe,
                 const ModelStamp& model) {
  const OrderedJson json{{"version", kRecipeTextVersion}, {"request", toJson(recipe)}};
  metadata.setText(kParametersKeyword, formatA1111(a1111FromRequest(recipe, model)));
  metadata.setText(kRecipeKeyword, json.dump(-1, ' ', false, Json::error_handler_t::replace));
  metadata.xmp = withDigitalSourceType(metadata.xmp,
                                       recipe.task == Task::MaskedEdit
                                           ? DigitalSourceType::CompositeWithTrainedAlgorithmicMedia
                                           : DigitalSourceType::TrainedAlgorithmicMedia);
}

std::optional<GenerationRequest> readRecipe(const ImageMetadata& metadata) {
  if (const std::string* text = metadata.text(kRecipeKeyword)) {
    const Json json = parseJson(*text, "the recipe in the picture");
    const auto request = json.is_object() ? json.find("request") : json.end();
    if (request == json.end())
      throw Error(ErrorKind::CorruptFile, "the recipe in the picture holds no request");
    return requestFromJson(*request);
  }
  if (auto foreign = readForeignRecipe(metadata)) return foreign;
  if (const std::string* text = metadata.text(kParametersKeyword)) {
    const A1111Parameters parameters = parseA1111(*text);
    if (!parameters.values.empty()) return requestFromA1111(parameters);
  }
  return std::nullopt;
}

}  // namespace pentimento
