// libFuzzer target, built with -DPENTIMENTO_FUZZ=ON by clang: the grammar of prompts, which never
// fails. The first byte is the number of steps.
#include "core/text/prompt_choices.h"
#include "core/text/prompt_schedule.h"
#include "core/text/prompt_syntax.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pentimento;
  if (size == 0) return 0;
  const std::string_view written(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string chosen = resolveChoices(withoutComments(written), data[0]);
  const PromptWithLoras prompt = extractLoras(chosen);
  const int steps = 1 + data[0];
  for (const PromptBranch& branch : schedulePrompt(prompt.prompt, steps))
    for (int step = 1; step <= steps; ++step) (void)parseWeights(branch.at(step));
  return 0;
}
