#include "app/document/state_json.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace pentimento {
namespace {

constexpr int kVersion = 1;
constexpr int kMaxCoordinate = 1 << 20;

/// Recipes are kept as text; a recipe that is not JSON, or nests more deeply than any, is kept as a
/// string. Keys are sorted, so that a description that was read (which sorts them) gives the same
/// text.
OrderedJson recipeJson(const std::string& recipe) try {
  return parseJson(recipe, "a recipe");
} catch (const Error&) {
  return recipe;
}

std::string recipeText(const Json& json) {
  return json.is_string() ? json.get<std::string>() : json.dump();
}

OrderedJson describeEdit(const EditRecord& edit) {
  OrderedJson json;
  json["frame"] = toJson(edit.frame);
  json["recipe"] = recipeJson(edit.recipe);
  json["chosen"] = edit.chosen;
  if (edit.stale) json["stale"] = true;
  if (edit.pending) json["pending"] = true;
  json["candidates"] = OrderedJson::array();
  for (const Candidate& candidate : edit.candidates)
    json["candidates"].push_back(
        {{"recipe", recipeJson(candidate.recipe)}, {"history", candidate.historyId.toStdString()}});
  return json;
}

EditRecord editFromJson(const Json& json, int pixelBytes) {
  EditRecord edit;
  edit.frame = rectFromJson(json.at("frame"));
  edit.recipe = recipeText(json.at("recipe"));
  edit.stale = json.value("stale", false);
  edit.pending = json.value("pending", false);
  for (const Json& entry : json.at("candidates"))
    edit.candidates.push_back({TilePlane(pixelBytes), recipeText(entry.at("recipe")),
                               QString::fromStdString(entry.value("history", std::string()))});
  edit.chosen = json.value("chosen", -1);
  if (edit.chosen < -1 || edit.chosen >= static_cast<int>(edit.candidates.size())) edit.chosen = -1;
  return edit;
}

OrderedJson describeLayer(const Layer& layer) {
  OrderedJson json;
  json["id"] = layer.id.value;
  json["name"] = layer.properties.name.toStdString();
  json["visible"] = layer.properties.visible;
  json["opacity"] = layer.properties.opacity;
  json["blend"] = std::string(compositeOp(layer.properties.blend));
  if (layer.edit) json["edit"] = describeEdit(*layer.edit);
  return json;
}

Layer layerFromJson(const Json& json, int pixelBytes) {
  Layer layer;
  layer.id = {json.at("id").get<quint64>()};
  layer.properties.name = QString::fromStdString(json.at("name").get<std::string>());
  layer.properties.visible = json.value("visible", true);
  layer.properties.opacity = std::clamp(json.value("opacity", 1.0), 0.0, 1.0);
  layer.properties.blend = blendModeFromCompositeOp(json.value("blend", std::string()));
  layer.pixels = TilePlane(pixelBytes);
  if (json.contains("edit")) layer.edit = editFromJson(json.at("edit"), pixelBytes);
  return layer;
}

DocumentState read(const Json& json) {
  if (json.value("version", 1) > kVersion)
    throw Error(ErrorKind::CorruptFile,
                "this document was made by a newer Pentimento; update to open it");
  DocumentState state;
  state.metadata = std::make_shared<const ImageMetadata>();
  state.size = {json.at("width").get<int>(), json.at("height").get<int>()};
  if (!isCanvasSize(state.size))
    throw Error(ErrorKind::CorruptFile, "the document claims an impossible size");
  state.depth = json.at("depth").get<int>() == 16 ? BitDepth::Sixteen : BitDepth::Eight;
  for (const Json& layer : json.at("layers")) {
    state.layers.push_back(layerFromJson(layer, state.pixelBytes()));
    state.nextLayer = std::max(state.nextLayer, state.layers.back().id.value + 1);
  }
  state.nextLayer = std::max(state.nextLayer, json.value("next_layer", state.nextLayer));
  if (json.contains("frame")) state.frame = rectFromJson(json.at("frame"));
  if (!state.layers.empty()) state.active = state.layers.back().id;
  const LayerId active{json.value("active", quint64{0})};
  if (state.indexOf(active) >= 0) state.active = active;
  return state;
}

}  // namespace

OrderedJson toJson(const QRect& rect) {
  return {{"x", rect.x()}, {"y", rect.y()}, {"width", rect.width()}, {"height", rect.height()}};
}

QRect rectFromJson(const Json& json) {
  const QRect rect(json.at("x").get<int>(), json.at("y").get<int>(), json.at("width").get<int>(),
                   json.at("height").get<int>());
  for (const int v : {rect.x(), rect.y(), rect.width(), rect.height()})
    if (v < -kMaxCoordinate || v > kMaxCoordinate)
      throw Error(ErrorKind::CorruptFile, "a rectangle of the document lies out of reach");
  return rect;
}

OrderedJson describe(const DocumentState& state) {
  OrderedJson json;
  json["version"] = kVersion;
  json["width"] = state.size.width();
  json["height"] = state.size.height();
  json["depth"] = static_cast<int>(state.depth);
  if (state.frame) json["frame"] = toJson(*state.frame);
  json["next_layer"] = state.nextLayer;
  json["layers"] = OrderedJson::array();
  for (const Layer& layer : state.layers) json["layers"].push_back(describeLayer(layer));
  return json;
}

DocumentState stateFromDescription(const Json& json) try {
  return read(json);
} catch (const Json::exception& failure) {
  throw Error(ErrorKind::CorruptFile, "the description of the document is damaged: {}",
              failure.what());
}

}  // namespace pentimento
