#include "core/conditioning/prompt_plan.h"

#include <algorithm>
#include <utility>

namespace pentimento {

PromptPlan::PromptPlan(TextConditioner& conditioner, const PromptPlanOptions& options)
    : m_conditioner(conditioner),
      m_options(options),
      m_negative(schedulePrompt(options.negativePrompt, options.steps).front()),
      m_branches(schedulePrompt(options.prompt, options.steps)) {
  for (const PromptBranch& branch : m_branches) m_weights.push_back(branch.weight);
}

const TextEncoding& PromptPlan::at(int step) {
  std::vector<std::string> texts{m_negative.at(step + 1)};
  for (const PromptBranch& branch : m_branches) texts.push_back(branch.at(step + 1));
  const auto found = m_assembled.find(texts);
  if (found != m_assembled.end()) return found->second;
  return m_assembled.emplace(texts, assemble(texts)).first->second;
}

TextEncoding PromptPlan::assemble(const std::vector<std::string>& texts) {
  std::vector<TextEncoding> encodings;
  int64_t tokens = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    encodings.push_back(m_conditioner.encode(texts[i], i == 0 ? 0 : m_options.clipSkip));
    tokens = std::max(tokens, encodings.back().context.size(1));
  }
  std::vector<torch::Tensor> contexts, pooled;
  for (size_t i = 0; i < texts.size(); ++i) {
    TextEncoding encoding =
        m_conditioner.padded(encodings[i], tokens, i == 0 ? 0 : m_options.clipSkip);
    const bool zeros = i == 0 && m_options.zerosForNoNegative && texts[i].empty();
    contexts.push_back(zeros ? torch::zeros_like(encoding.context) : encoding.context);
    if (encoding.pooled.defined())
      pooled.push_back(zeros ? torch::zeros_like(encoding.pooled) : encoding.pooled);
  }
  TextEncoding all;
  all.context = torch::cat(contexts);
  if (!pooled.empty()) all.pooled = torch::cat(pooled);
  return all;
}

}  // namespace pentimento
