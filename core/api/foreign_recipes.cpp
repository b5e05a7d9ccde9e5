#include "core/api/foreign_recipes.h"

#include <charconv>
#include <cstdio>

#include "core/api/comfyui_graph.h"

namespace pentimento {
namespace {

/// Values of JSON that other programs write: missing, of another type and numbers as text are all
/// met in practice.
class Fields {
 public:
  explicit Fields(const Json& json) : m_json(json) {}

  void take(const char* key, std::string& target) const {
    if (const Json* value = find(key); value && value->is_string()) target = *value;
  }
  template <typename Number>
  void take(const char* key, Number& target) const {
    if (const auto value = number(key)) target = static_cast<Number>(*value);
  }
  void take(const char* key, std::optional<double>& target) const {
    if (const auto value = number(key)) target = *value;
  }
  void takeSeed(const char* key, Seed& seed) const {
    const Json* value = find(key);
    if (value && value->is_number_integer() && *value >= 0) seed.value = *value;
    if (value && value->is_string()) {
      const auto& text = value->get_ref<const std::string&>();
      std::from_chars(text.data(), text.data() + text.size(), seed.value);
    }
  }
  void takeSize(const char* width, const char* height, std::optional<Extent>& size) const {
    const auto w = number(width), h = number(height);
    if (w && h) size = Extent{static_cast<int>(*w), static_cast<int>(*h)};
  }
  [[nodiscard]] const Json* find(const char* key) const {
    const auto found = m_json.find(key);
    return found == m_json.end() || found->is_null() ? nullptr : &*found;
  }

 private:
  [[nodiscard]] std::optional<double> number(const char* key) const {
    const Json* value = find(key);
    if (!value) return std::nullopt;
    double result = 0;
    if (value->is_number()) {
      result = *value;
    } else if (value->is_string()) {
      const auto& text = value->get_ref<const std::string&>();
      if (std::from_chars(text.data(), text.data() + text.size(), result).ec != std::errc{})
        return std::nullopt;
    } else {
      return std::nullopt;
    }
    if (!(result >= -1e9 && result <= 1e9)) return std::nullopt;  // "nan" neither
    return result;
  }
  const Json& m_json;
};

/// "model": {"name": ...} of today, {"model_name": ...} of InvokeAI 3, or a text.
std::string modelName(const Json* model) {
  if (!model) return {};
  if (model->is_string()) return model->get<std::string>();
  for (const char* key : {"name", "model_name"})
    if (model->is_object() && model->contains(key) && model->at(key).is_string())
      return model->at(key).get<std::string>();
  return {};
}

std::string withoutExtension(const std::string& name) {
  for (const char* extension : {".safetensors", ".ckpt", ".pt"})
    if (name.ends_with(extension))
      return name.substr(0, name.size() - std::string_view(extension).size());
  return name;
}

/// What each program calls the fields that all of them have; nullptr where one has none.
struct FieldNames {
  const char *prompt, *negative, *steps, *guidance, *strength, *sampler, *schedule;
};
constexpr FieldNames kInvoke{"positive_prompt", "negative_prompt", "steps", "cfg_scale",
                             "strength",        "scheduler",       nullptr};
constexpr FieldNames kOldInvoke{nullptr,    nullptr,   "steps", "cfg_scale",
                                "strength", "sampler", nullptr};
constexpr FieldNames kSwarm{"prompt",  "negativeprompt", "steps", "cfgscale", "initimagecreativity",
                            "sampler", "scheduler"};
constexpr FieldNames kFooocus{"prompt", "negative_prompt", "steps",    "guidance_scale",
                              nullptr,  "sampler",         "scheduler"};

GenerationRequest takeCommon(const Fields& fields, const FieldNames& names) {
  GenerationRequest r;
  const auto take = [&fields](const char* name, auto& target) {
    if (name) fields.take(name, target);
  };
  take(names.prompt, r.prompt);
  take(names.negative, r.negativePrompt);
  take(names.steps, r.steps);
  take(names.guidance, r.guidance);
  take(names.strength, r.strength);
  take(names.sampler, r.sampler);
  take(names.schedule, r.schedule);
  fields.takeSeed("seed", r.seed);
  fields.takeSize("width", "height", r.size);
  return r;
}

GenerationRequest fromInvoke(const Json& json) {
  const Fields fields(json);
  GenerationRequest r = takeCommon(fields, kInvoke);
  fields.take("cfg_rescale_multiplier", r.guidanceRescale);
  fields.take("clip_skip", r.clipSkip);
  r.model = modelName(fields.find("model"));
  r.vae = modelName(fields.find("vae"));
  if (const Json* loras = fields.find("loras"); loras && loras->is_array())
    for (const Json& lora : *loras) {
      if (!lora.is_object()) continue;
      const Fields one(lora);
      LoraUse use{modelName(one.find("model") ? one.find("model") : one.find("lora")), 1.0, {}};
      one.take("weight", use.weight);
      if (!use.name.empty()) r.loras.push_back(std::move(use));
    }
  return r;
}

/// InvokeAI before version 3: "a cat [blurry]" holds the negative prompt in brackets.
GenerationRequest fromOldInvoke(const Json& json) {
  const Fields outer(json);
  const Json* image = outer.find("image");
  if (!image || !image->is_object()) return {};
  const Fields fields(*image);
  GenerationRequest r = takeCommon(fields, kOldInvoke);
  r.model = modelName(outer.find("model_weights"));
  const Json* prompt = fields.find("prompt");
  if (prompt && prompt->is_array() && !prompt->empty()) prompt = &prompt->front();
  if (prompt && prompt->is_object() && prompt->contains("prompt")) prompt = &prompt->at("prompt");
  if (prompt && prompt->is_string()) r.prompt = prompt->get<std::string>();
  if (const size_t open = r.prompt.find('[');
      open != std::string::npos && r.prompt.ends_with(']')) {
    r.negativePrompt = r.prompt.substr(open + 1, r.prompt.size() - open - 2);
    r.prompt.erase(open);
    while (r.prompt.ends_with(' ')) r.prompt.pop_back();
  }
  return r;
}

GenerationRequest fromSwarm(const Json& json) {
  const Fields fields(json);
  GenerationRequest r = takeCommon(fields, kSwarm);
  fields.take("model", r.model);
  fields.take("vae", r.vae);
  const Json* names = fields.find("loras");
  const Json* weights = fields.find("loraweights");
  if (names && names->is_array())
    for (size_t i = 0; i < names->size(); ++i) {
      if (!names->at(i).is_string()) continue;
      LoraUse use{names->at(i).get<std::string>(), 1.0, {}};
      if (weights && weights->is_array() && i < weights->size()) {
        const Json one{{"weight", weights->at(i)}};
        Fields(one).take("weight", use.weight);
      }
      r.loras.push_back(std::move(use));
    }
  return r;
}

GenerationRequest fromFooocus(const Json& json) {
  const Fields fields(json);
  GenerationRequest r = takeCommon(fields, kFooocus);
  fields.take("vae", r.vae);
  std::string model, resolution;
  fields.take("base_model", model);
  r.model = withoutExtension(model);
  fields.take("resolution", resolution);  // "(1152, 896)"
  int width = 0, height = 0;
  if (std::sscanf(resolution.c_str(), "(%d, %d)", &width, &height) == 2)
    r.size = Extent{width, height};
  return r;
}

std::optional<Json> jsonUnder(const ImageMetadata& metadata, const char* keyword) {
  const std::string* text = metadata.text(keyword);
  if (!text || !text->starts_with('{')) return std::nullopt;
  try {
    Json json = parseJson(*text, keyword);
    if (json.is_object()) return json;
  } catch (const std::exception&) {  // another program's text: not ours to complain about
  }
  return std::nullopt;
}

}  // namespace

std::optional<GenerationRequest> readForeignRecipe(const ImageMetadata& metadata) {
  if (const auto json = jsonUnder(metadata, "invokeai_metadata")) return fromInvoke(*json);
  if (const auto json = jsonUnder(metadata, "sd-metadata")) return fromOldInvoke(*json);
  if (const auto json = jsonUnder(metadata, "parameters")) {
    const auto swarm = json->find("sui_image_params");
    if (swarm != json->end() && swarm->is_object()) return fromSwarm(*swarm);
    if (json->contains("base_model")) return fromFooocus(*json);
  }
  if (const auto json = jsonUnder(metadata, "prompt")) return requestFromComfyUi(*json);
  return std::nullopt;
}

}  // namespace pentimento
