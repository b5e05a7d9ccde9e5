/// Prompts that change during a run: `[from:to:when]`, `[to:when]`, `[from::when]`, `[a|b]`, and
/// prompts that are combined: `AND`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pentimento {

/// One prompt and the sampling steps it holds for.
struct PromptSpan {
  int lastStep = 0;    ///< inclusive, counted from 1; the span begins behind the one before it
  std::string prompt;  ///< weights and BREAK are still in it
  bool operator==(const PromptSpan&) const = default;
};

/// One operand of `AND`: its prediction enters the guided sum with `weight`.
struct PromptBranch {
  double weight = 1.0;
  std::vector<PromptSpan> spans;  ///< at least one; the last one ends at the last step
  /// The prompt for a step counted from 1; steps beyond the end take the last span.
  [[nodiscard]] const std::string& at(int step) const noexcept;
};

/// The prompts of a run of `steps` steps; at least one branch. A `when` below 1, or written with a
/// point and equal to 1, is a fraction of the steps, else a step. Alternatives `[a|b|c]` change
/// every step. Brackets that form none of these are left for `parseWeights`; `\[` is literal. An
/// operand of AND may end in `:weight`.
/// @param steps at least 1
[[nodiscard]] std::vector<PromptBranch> schedulePrompt(std::string_view prompt, int steps);

}  // namespace pentimento
