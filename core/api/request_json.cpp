// GenerationRequest ↔ JSON. Each struct is listed once, as (key, member) pairs, and both directions
// walk that list.
#include <type_traits>

#include "core/api/generation_request.h"
#include "core/api/request_words.h"

namespace pentimento {
namespace {

template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <typename T>
concept HasWords = requires(T value) {
  wordFor(value);
};

void fromWord(Task& v, std::string_view w) {
  v = taskFromWord(w);
}
void fromWord(Prefill& v, std::string_view w) {
  v = prefillFromWord(w);
}
void fromWord(EditArea& v, std::string_view w) {
  v = editAreaFromWord(w);
}
void fromWord(DevicePreference& v, std::string_view w) {
  v = devicePreferenceFromWord(w);
}
void fromWord(PrecisionPreference& v, std::string_view w) {
  v = precisionPreferenceFromWord(w);
}

// The lists. `Self` is const when writing.
template <typename Self, typename Visit>
void visitMembers(Self& s, Visit&& visit) {
  using T = std::remove_const_t<Self>;
  if constexpr (std::is_same_v<T, MaskedEditOptions>) {
    visit("area", s.area), visit("frame", s.frame), visit("prefill", s.prefill),
        visit("grow", s.grow);
    visit("feather_fraction", s.featherFraction), visit("feather_minimum", s.featherMinimum);
    visit("blend", s.blend), visit("padding_minimum", s.paddingMinimum);
    visit("padding_fraction", s.paddingFraction), visit("match_colours", s.matchColours);
    visit("resamples", s.resamples);
  } else if constexpr (std::is_same_v<T, Margins>) {
    visit("left", s.left), visit("top", s.top), visit("right", s.right), visit("bottom", s.bottom);
  } else if constexpr (std::is_same_v<T, Rect>) {
    visit("x", s.x), visit("y", s.y), visit("width", s.width), visit("height", s.height);
  } else if constexpr (std::is_same_v<T, Extent>) {
    visit("width", s.width), visit("height", s.height);
  } else if constexpr (std::is_same_v<T, HighResolutionPass>) {
    visit("scale", s.scale), visit("strength", s.strength), visit("steps", s.steps);
  } else if constexpr (std::is_same_v<T, LoraUse>) {
    visit("name", s.name), visit("weight", s.weight), visit("text_weight", s.textWeight);
  } else if constexpr (std::is_same_v<T, UnclipOptions>) {
    visit("prior_steps", s.priorSteps), visit("prior_guidance", s.priorGuidance);
    visit("upsampler_steps", s.upsamplerSteps), visit("variation_noise", s.variationNoise);
    visit("amount", s.amount), visit("steps", s.steps), visit("position", s.position);
    visit("baseline_prompt", s.baselinePrompt);
    visit("rank", s.rank), visit("candidates", s.candidates);
  } else {
    static_assert(std::is_same_v<T, GenerationRequest>);
    visit("task", s.task), visit("model", s.model), visit("vae", s.vae), visit("prompt", s.prompt);
    visit("negative_prompt", s.negativePrompt), visit("embeddings", s.embeddings);
    visit("loras", s.loras), visit("size", s.size), visit("count", s.count), visit("seed", s.seed);
    visit("sampler", s.sampler), visit("schedule", s.schedule), visit("steps", s.steps);
    visit("guidance", s.guidance), visit("guidance_rescale", s.guidanceRescale);
    visit("guidance_from", s.guidanceFrom), visit("guidance_to", s.guidanceTo);
    visit("batched_guidance", s.batchedGuidance), visit("strength", s.strength),
        visit("eta", s.eta);
    visit("clip_skip", s.clipSkip), visit("tiled_decode", s.tiledDecode), visit("edit", s.edit);
    visit("margins", s.margins), visit("high_resolution", s.highResolution);
    visit("unclip", s.unclip), visit("device", s.device), visit("precision", s.precision);
  }
}

template <typename T>
concept Plain = std::is_arithmetic_v<T> || std::is_same_v<T, std::string>;

template <typename T>
OrderedJson write(const T& value);

template <typename T>
OrderedJson writeMembers(const T& self) {
  const T defaults;
  OrderedJson json = OrderedJson::object();
  std::vector<OrderedJson> unset;
  visitMembers(defaults, [&](const char*, const auto& value) { unset.push_back(write(value)); });
  size_t index = 0;
  visitMembers(self, [&](const char* key, const auto& value) {
    OrderedJson written = write(value);
    if (written != unset[index++]) json[key] = std::move(written);
  });
  return json;
}

template <typename T>
OrderedJson write(const T& value) {
  if constexpr (Plain<T>) {
    return value;
  } else if constexpr (std::is_same_v<T, Seed>) {
    return value.value;
  } else if constexpr (HasWords<T>) {
    return wordFor(value);
  } else if constexpr (IsOptional<T>::value) {
    return value ? write(*value) : OrderedJson(nullptr);
  } else if constexpr (requires { value.begin(); }) {
    OrderedJson list = OrderedJson::array();
    for (const auto& item : value) list.push_back(write(item));
    return list;
  } else {
    return writeMembers(value);
  }
}

template <typename T>
void read(const Json& json, T& value);

[[noreturn]] void throwWrongType(std::string_view wanted) {
  throw Error(ErrorKind::InvalidInput, "{} was expected", wanted);
}

template <typename T>
void readNumber(const Json& json, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_boolean()) throwWrongType("true or false");
    value = json.get<bool>();
  } else if constexpr (std::is_integral_v<T>) {
    if (!json.is_number_integer()) throwWrongType("a whole number");
    const bool fits =
        json.is_number_unsigned()
            ? json.get<uint64_t>() <= static_cast<uint64_t>(std::numeric_limits<T>::max())
            : std::is_signed_v<T> &&
                  json.get<int64_t>() >= int64_t{std::numeric_limits<T>::min()} &&
                  json.get<int64_t>() <= int64_t(std::numeric_limits<T>::max());
    if (!fits) throwWrongType("a smaller number");
    value = json.get<T>();
  } else {
    if (!json.is_number()) throwWrongType("a number");
    value = json.get<T>();
  }
}

template <typename T>
void read(const Json& json, T& value) {
  if constexpr (std::is_arithmetic_v<T>) {
    readNumber(json, value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_string()) throwWrongType("a text");
    value = json.get<std::string>();
  } else if constexpr (std::is_same_v<T, Seed>) {
    readNumber(json, value.value);
  } else if constexpr (HasWords<T>) {
    if (!json.is_string()) throwWrongType("a word");
    fromWord(value, json.get_ref<const std::string&>());
  } else if constexpr (IsOptional<T>::value) {
    if (json.is_null()) {
      value.reset();
      return;
    }
    read(json, value.emplace());
  } else if constexpr (requires { value.begin(); }) {
    if (!json.is_array()) throwWrongType("a list");
    value.clear();
    for (const Json& item : json) read(item, value.emplace_back());
  } else {
    if (!json.is_object()) throwWrongType("an object");
    visitMembers(value, [&json](const char* key, auto& member) {
      const auto found = json.find(key);
      if (found == json.end()) return;
      try {
        read(*found, member);
      } catch (const Error& error) {
        throw Error(ErrorKind::InvalidInput, "\"{}\": {}", key, error.what());
      }
    });
  }
}

}  // namespace

OrderedJson toJson(const GenerationRequest& request) {
  OrderedJson json{{"version", GenerationRequest::kVersion}, {"task", wordFor(request.task)}};
  json.update(writeMembers(request));
  return json;
}

GenerationRequest requestFromJson(const Json& json) {
  if (!json.is_object()) throw Error(ErrorKind::InvalidInput, "a request must be a JSON object");
  int version = GenerationRequest::kVersion;
  if (const auto found = json.find("version"); found != json.end()) readNumber(*found, version);
  if (version > GenerationRequest::kVersion)
    throw Error(ErrorKind::InvalidInput,
                "this request has version {}; this program knows up to {}: update it", version,
                GenerationRequest::kVersion);
  GenerationRequest request;
  read(json, request);
  return request;
}

}  // namespace pentimento
