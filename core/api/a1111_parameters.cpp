#include "core/api/a1111_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/base/json.h"

namespace pentimento {
namespace {

constexpr std::string_view kNegative = "Negative prompt:";
// Fewer "Key: value" pairs than these may as well be the end of a prompt.
constexpr size_t kFewestValues = 3;

std::string_view trimmedAscii(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

bool isKeyCharacter(char c) {
  return c == '_' || c == ' ' || c == '-' || c == '/' || (c >= '0' && c <= '9') ||
         ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || static_cast<uint8_t>(c) >= 0x80;
}

/// The end of the JSON string that begins at `begin`, behind its quote; npos when it has none.
size_t endOfQuoted(std::string_view text, size_t begin) {
  for (size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      return i + 1;
  }
  return std::string_view::npos;
}

std::string unquoted(std::string_view value) {
  const auto json = Json::parse(value.begin(), value.end(), nullptr, false);
  return json.is_string() ? json.get<std::string>() : std::string(value);
}

/// "Key: value, Key: "quoted, value"" taken apart; empty when the line is something else.
std::vector<std::pair<std::string, std::string>> readValues(std::string_view line) {
  std::vector<std::pair<std::string, std::string>> values;
  // Found once and not anew for every comma before it: lines may be megabytes long.
  size_t colon = line.find(':');
  for (size_t begin = 0; begin < line.size();) {
    const size_t comma = line.find(',', begin);
    if (colon < begin) colon = line.find(':', begin);
    if (colon == std::string_view::npos || comma < colon) {
      // A word alone: neither key nor value.
      if (comma == std::string_view::npos) break;
      begin = comma + 1;
      continue;
    }
    const std::string_view key = trimmedAscii(line.substr(begin, colon - begin));
    size_t valueBegin = line.find_first_not_of(" \t", colon + 1);
    if (valueBegin == std::string_view::npos) valueBegin = line.size();
    size_t valueEnd = std::min(line.find(',', valueBegin), line.size());
    const bool quoted = valueBegin < line.size() && line[valueBegin] == '"';
    const size_t quoteEnd = quoted ? endOfQuoted(line, valueBegin) : std::string_view::npos;
    if (quoteEnd != std::string_view::npos) valueEnd = quoteEnd;
    const std::string_view value = trimmedAscii(line.substr(valueBegin, valueEnd - valueBegin));
    if (key.size() >= 2 && key.front() != '-' && std::ranges::all_of(key, isKeyCharacter))
      values.emplace_back(
          key, quoteEnd != std::string_view::npos ? unquoted(value) : std::string(value));
    begin = std::min(line.find(',', valueEnd), line.size() - 1) + 1;
  }
  return values;
}

std::string quotedWhereNeeded(const std::string& value) {
  if (value.find_first_of(",:\n\"") == std::string::npos) return value;
  return Json(value).dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <typename Number>
std::optional<Number> numberIn(const std::string* text) {
  if (!text) return std::nullopt;
  Number number{};
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

std::string_view contentWord(Prefill prefill) {
  switch (prefill) {
    case Prefill::Original:
      return "original";
    case Prefill::Surroundings:
      return "fill";
    case Prefill::Blur:
      return "blur";
    case Prefill::Noise:
      return "latent noise";
  }
  return "original";
}

/// The prompt with the LoRAs that stand beside it, as other programs know them.
std::string promptWithLoras(const GenerationRequest& r) {
  std::string prompt = r.prompt;
  // A comment reaches to the end of its line.
  char separator = prompt.find('#') == std::string::npos ? ' ' : '\n';
  for (const LoraUse& lora : r.loras) {
    if (!prompt.empty()) prompt += separator;
    separator = ' ';
    prompt += fmt::format("<lora:{}:{}", lora.name, lora.weight);
    if (lora.textWeight) prompt += fmt::format(":{}", *lora.textWeight);
    prompt += '>';
  }
  return prompt;
}

void readEdit(const A1111Parameters& parameters, MaskedEditOptions& edit) {
  if (const auto blur = numberIn<int>(parameters.value("Mask blur"))) edit.blend = *blur;
  if (const auto padding = numberIn<int>(parameters.value("Masked area padding")))
    edit.paddingMinimum = *padding;
  if (const std::string* area = parameters.value("Inpaint area"))
    edit.area = *area == "Only masked" ? EditArea::OnlyMasked : EditArea::WholePicture;
  if (const std::string* content = parameters.value("Masked content"))
    for (const Prefill prefill :
         {Prefill::Original, Prefill::Surroundings, Prefill::Blur, Prefill::Noise})
      if (*content == contentWord(prefill)) edit.prefill = prefill;
}

}  // namespace

const std::string* A1111Parameters::value(std::string_view key) const noexcept {
  const auto found = std::ranges::find(values, key, &std::pair<std::string, std::string>::first);
  return found == values.end() ? nullptr : &found->second;
}

A1111Parameters parseA1111(std::string_view text) {
  A1111Parameters result;
  text = trimmedAscii(text);
  const size_t lastBreak = text.rfind('\n');
  const size_t lastBegin = lastBreak == std::string_view::npos ? 0 : lastBreak + 1;
  auto values = readValues(text.substr(lastBegin));
  std::string_view words = text;
  if (values.size() >= kFewestValues) {
    result.values = std::move(values);
    words = text.substr(0, lastBegin);
  }
  bool negative = false;
  while (!words.empty()) {
    const size_t end = std::min(words.find('\n'), words.size());
    std::string_view line = trimmedAscii(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
    if (line.starts_with(kNegative)) {
      negative = true;
      line = trimmedAscii(line.substr(kNegative.size()));
    }
    std::string& target = negative ? result.negativePrompt : result.prompt;
    if (!target.empty()) target += '\n';
    target += line;
  }
  return result;
}

std::string formatA1111(const A1111Parameters& parameters) {
  std::string text = parameters.prompt;
  if (!parameters.negativePrompt.empty())
    text += fmt::format("\n{} {}", kNegative, parameters.negativePrompt);
  std::string line;
  for (const auto& [key, value] : parameters.values)
    line += (line.empty() ? "" : ", ") + key + ": " + quotedWhereNeeded(value);
  return line.empty() ? text : text + "\n" + line;
}

A1111Parameters a1111FromRequest(const GenerationRequest& r, const ModelStamp& model) {
  A1111Parameters result{promptWithLoras(r), r.negativePrompt, {}};
  const auto add = [&result](const char* key, const auto& value) {
    result.values.emplace_back(key, fmt::format("{}", value));
  };
  const bool edits = r.task == Task::MaskedEdit;
  add("Steps", r.steps);
  if (!r.sampler.empty()) add("Sampler", r.sampler);
  if (!r.schedule.empty()) add("Schedule type", r.schedule);
  if (r.guidance) add("CFG scale", *r.guidance);
  add("Seed", r.seed.value);
  if (r.size) add("Size", fmt::format("{}x{}", r.size->width, r.size->height));
  if (!model.hash.empty()) add("Model hash", model.hash);
  if (!model.name.empty()) add("Model", model.name);
  if (!r.vae.empty()) add("VAE", r.vae);
  if (r.task == Task::ImageToImage || edits)
    add("Denoising strength", r.strength);
  else if (r.highResolution)
    add("Denoising strength", r.highResolution->strength);
  if (r.clipSkip > 0) add("Clip skip", r.clipSkip + 1);
  if (r.eta > 0) add("Eta", r.eta);
  add("RNG", "CPU");
  if (r.highResolution) {
    add("Hires upscale", r.highResolution->scale);
    if (r.highResolution->steps > 0) add("Hires steps", r.highResolution->steps);
  }
  if (edits) {
    add("Mask blur", r.edit.blend);
    if (r.edit.area == EditArea::OnlyMasked) {
      add("Inpaint area", "Only masked");
      add("Masked area padding", r.edit.paddingMinimum);
    }
    if (r.edit.prefill != Prefill::Original) add("Masked content", contentWord(r.edit.prefill));
  }
  add("Version", "Pentimento " PENTIMENTO_VERSION);
  return result;
}

GenerationRequest requestFromA1111(const A1111Parameters& parameters) {
  GenerationRequest r;
  r.prompt = parameters.prompt;
  r.negativePrompt = parameters.negativePrompt;
  const auto text = [&](const char* key, std::string& target) {
    if (const std::string* value = parameters.value(key)) target = *value;
  };
  text("Sampler", r.sampler);
  text("Schedule type", r.schedule);
  if (r.schedule == "Automatic") r.schedule.clear();
  text("Model", r.model);
  text("VAE", r.vae);
  r.steps = numberIn<int>(parameters.value("Steps")).value_or(r.steps);
  r.guidance = numberIn<double>(parameters.value("CFG scale"));
  r.seed.value = numberIn<uint64_t>(parameters.value("Seed")).value_or(0);
  r.eta = numberIn<double>(parameters.value("Eta")).value_or(r.eta);
  if (const auto skip = numberIn<int>(parameters.value("Clip skip")))
    r.clipSkip = std::max(*skip, 1) - 1;
  if (const std::string* size = parameters.value("Size")) {
    const size_t cross = size->find('x');
    const std::string left = size->substr(0, cross);
    const std::string right = cross == std::string::npos ? "" : size->substr(cross + 1);
    const auto width = numberIn<int>(&left), height = numberIn<int>(&right);
    if (width && height) r.size = Extent{*width, *height};
  }
  const auto strength = numberIn<double>(parameters.value("Denoising strength"));
  if (const auto scale = numberIn<double>(parameters.value("Hires upscale"))) {
    r.highResolution.emplace();
    r.highResolution->scale = *scale;
    r.highResolution->strength = strength.value_or(r.highResolution->strength);
    r.highResolution->steps = numberIn<int>(parameters.value("Hires steps")).value_or(0);
  } else if (strength) {
    r.strength = *strength;
  }
  readEdit(parameters, r.edit);
  return r;
}

}  // namespace pentimento
