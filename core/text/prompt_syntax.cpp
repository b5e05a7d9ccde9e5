// extractLoras and withoutComments of core/text/prompt_syntax.h; weights are in prompt_weights.cpp.
#include "core/text/prompt_syntax.h"

#include "core/text/number.h"

namespace pentimento {
namespace {

constexpr std::string_view kLoraTag = "<lora:";

/// Reads what stands between "<lora:" and ">".
std::optional<PromptLora> readLora(std::string_view body) {
  std::vector<std::string_view> fields;
  for (size_t begin = 0; begin <= body.size();) {
    const size_t end = std::min(body.find(':', begin), body.size());
    fields.push_back(trimmed(body.substr(begin, end - begin)));
    begin = end + 1;
  }
  PromptLora lora;
  lora.name = fields.front();
  if (lora.name.empty()) return std::nullopt;
  std::optional<double> weight;
  size_t unnamed = 0;
  for (size_t i = 1; i < fields.size(); ++i) {
    std::string_view field = fields[i];
    const bool forText = field.starts_with("te=");
    const bool named = forText || field.starts_with("unet=");
    if (named) field.remove_prefix(field.find('=') + 1);
    const auto number = plainNumber(field);
    if (!number || (!named && unnamed == 2)) return std::nullopt;
    if (forText || (!named && unnamed == 1))
      lora.textWeight = number;
    else
      weight = number;
    if (!named) ++unnamed;
  }
  lora.weight = weight.value_or(1.0);
  return lora;
}

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

PromptWithLoras extractLoras(std::string_view prompt) {
  PromptWithLoras result;
  size_t begin = 0;
  while (true) {
    const size_t tag = prompt.find(kLoraTag, begin);
    if (tag == std::string_view::npos) break;
    const size_t body = tag + kLoraTag.size();
    const size_t end = prompt.find_first_of("<>", body);
    const bool closed = end != std::string_view::npos && prompt[end] == '>';
    const auto lora = closed ? readLora(prompt.substr(body, end - body)) : std::nullopt;
    if (lora) {
      result.prompt += prompt.substr(begin, tag - begin);
      result.loras.push_back(*lora);
      begin = end + 1;
    } else {
      result.prompt += prompt.substr(begin, body - begin);
      begin = body;
    }
  }
  result.prompt += prompt.substr(begin);
  return result;
}

std::string withoutComments(std::string_view prompt) {
  std::string result;
  for (size_t i = 0; i < prompt.size(); ++i) {
    const bool begins = i == 0 || isBlank(prompt[i - 1]);
    const bool ends = i + 1 == prompt.size() || isBlank(prompt[i + 1]) || prompt[i + 1] == '#';
    if (prompt[i] != '#' || !begins || !ends) {
      result += prompt[i];
      continue;
    }
    i = prompt.find('\n', i);
    if (i == std::string_view::npos) break;
    result += '\n';
  }
  return result;
}

}  // namespace pentimento
