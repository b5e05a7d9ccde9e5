/// What every step of a run is conditioned on.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/conditioning/text_conditioner.h"
#include "core/text/prompt_schedule.h"

namespace pentimento {

struct PromptPlanOptions {
  std::string prompt;
  std::string negativePrompt;
  int steps = 25;
  int clipSkip = 0;  ///< of the prompt; the negative prompt keeps the last layer
  /// Models trained so see zeros, not the empty text, where there is no negative prompt (XL).
  bool zerosForNoNegative = false;
};

/// Prompt and negative prompt with their schedules, encoded once per distinct text.
class PromptPlan {
 public:
  PromptPlan(TextConditioner& conditioner, const PromptPlanOptions& options);

  /// Of the prompts joined by AND.
  [[nodiscard]] const std::vector<double>& weights() const noexcept { return m_weights; }
  /// Rows: negative, then one per weight; the same text always gives the same object, which stays
  /// as long as the plan. @param step from 0
  [[nodiscard]] const TextEncoding& at(int step);

 private:
  [[nodiscard]] TextEncoding assemble(const std::vector<std::string>& texts);

  TextConditioner& m_conditioner;
  PromptPlanOptions m_options;
  PromptBranch m_negative;
  std::vector<PromptBranch> m_branches;
  std::vector<double> m_weights;
  std::map<std::vector<std::string>, TextEncoding> m_assembled;
};

}  // namespace pentimento
