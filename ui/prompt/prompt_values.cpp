#include "ui/prompt/prompt_values.h"

#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/json.h"

namespace pentimento {

// The request's own JSON carries most of it; beside it stands what is the panel's alone.
QByteArray toJson(const PromptValues& values) {
  OrderedJson json;
  json["request"] = toJson(requestFrom(values));
  json["styles"] = Json::array();
  for (const QString& style : values.styles) json["styles"].push_back(style.toStdString());
  json["seed_locked"] = values.seedLocked;
  json["aspect"] = {values.aspect.width, values.aspect.height};
  return QByteArray::fromStdString(json.dump());
}

PromptValues promptValuesFromJson(const QByteArray& text) {
  PromptValues values;
  try {
    const Json json = parseJson({text.constData(), size_t(text.size())}, "prompt panel");
    values = withRecipe(values, requestFromJson(json.at("request")));
    for (const Json& style : json.at("styles"))
      values.styles.append(QString::fromStdString(style.get<std::string>()));
    values.seedLocked = json.at("seed_locked").get<bool>();
    values.aspect = {json.at("aspect").at(0).get<int>(), json.at("aspect").at(1).get<int>()};
    if (values.aspect.width < 1 || values.aspect.height < 1) values.aspect = {};
  } catch (const std::exception&) {
    return values;
  }
  return values;
}

GenerationRequest requestFrom(const PromptValues& values) {
  GenerationRequest request;
  request.prompt = values.prompt.toStdString();
  request.negativePrompt = values.negativePrompt.toStdString();
  request.count = values.count;
  request.seed = {values.seed};
  request.strength = values.strength;
  request.steps = values.steps;
  request.guidance = values.guidance;
  request.sampler = values.sampler.toStdString();
  request.schedule = values.schedule.toStdString();
  request.edit = values.edit;
  request.loras = values.loras;
  request.unclip = values.unclip;
  return request;
}

PromptValues withRecipe(PromptValues values, const GenerationRequest& recipe) {
  values.prompt = QString::fromStdString(recipe.prompt);
  values.negativePrompt = QString::fromStdString(recipe.negativePrompt);
  values.count = recipe.count;
  values.seed = recipe.seed.value;
  values.strength = recipe.strength;
  values.steps = recipe.steps;
  values.guidance = recipe.guidance;
  values.sampler = QString::fromStdString(recipe.sampler);
  values.schedule = QString::fromStdString(recipe.schedule);
  values.edit = recipe.edit;
  values.loras = recipe.loras;
  values.edit.frame.reset();  // of that picture, not of this canvas
  values.unclip = recipe.unclip;
  values.unclip.position.reset();  // of one picture of many
  if (recipe.size) {
    const int divisor = std::gcd(recipe.size->width, recipe.size->height);
    values.aspect = {recipe.size->width / divisor, recipe.size->height / divisor};
  }
  return values;
}

}  // namespace pentimento
