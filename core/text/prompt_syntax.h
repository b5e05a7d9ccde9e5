/// What artists write in a prompt beside words: emphasis, chunk breaks, comments, adapters. The
/// grammar is that of AUTOMATIC1111's web interface, which people already have prompts in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pentimento {

/// A stretch of prompt text with one emphasis.
struct WeightedText {
  std::string text;
  double weight = 1.0;
  bool isBreak = false;  ///< BREAK: begin a new chunk here; `text` is "BREAK" and says nothing else
};

/// Resolves `(a)` = 1.1, `[a]` = 1/1.1, `(a:1.3)`, nesting (factors multiply), BREAK, and the
/// escapes `\( \) \[ \] \\`. Brackets that do not pair up are read as they can be: an open one
/// reaches to the end, a closing one is text. Never fails, never returns an empty list;
/// neighbours of equal weight are one item.
[[nodiscard]] std::vector<WeightedText> parseWeights(std::string_view prompt);

/// `text` with a backslash before every character that `parseWeights` would read as syntax.
[[nodiscard]] std::string escapeWeights(std::string_view text);

/// An adapter asked for within a prompt.
struct PromptLora {
  std::string name;
  double weight = 1.0;               ///< on the diffusion network
  std::optional<double> textWeight;  ///< on the text encoders; as `weight` when absent
  bool operator==(const PromptLora&) const = default;
};

struct PromptWithLoras {
  std::string prompt;  ///< without the tags
  std::vector<PromptLora> loras;
};

/// Takes out `<lora:name>`, `<lora:name:weight>`, `<lora:name:weight:textWeight>`; the weights may
/// also be named, `unet=` and `te=`. A tag whose weights are not finite numbers stays text.
[[nodiscard]] PromptWithLoras extractLoras(std::string_view prompt);

/// Drops comments: from a `#` to the end of its line. It begins a comment at the start of a line
/// or after white space, and only when white space, another `#` or nothing follows, so that "#1",
/// "C#" and "#ff0000" stay words.
[[nodiscard]] std::string withoutComments(std::string_view prompt);

}  // namespace pentimento
