/// What a model can do, decided once from its tensors, so that nobody asks "which version is it?".
#pragma once

#include <string>
#include <vector>

#include "core/api/generation_request.h"
#include "core/base/json.h"
#include "core/base/values.h"

namespace pentimento {

/// Answers of a model to the questions that panel, queue and pipelines ask.
struct Capabilities {
  std::string architecture;  ///< "Stable Diffusion 1.x", "Karlo" ... for people
  std::vector<Task> tasks;
  bool dedicatedInpainting = false;  ///< the network takes mask and masked image as inputs
  bool negativePrompt = true;
  bool clipPromptGrammar = true;  ///< weights, BREAK, AND; false: text is taken literally
  bool loras = false;
  bool ranksByClip = false;     ///< can score pictures against a prompt
  int tokenLimit = 77;          ///< of one chunk, start and end included; 0 = no text
  Extent nativeSize{512, 512};  ///< where the model is at its best
  int sizeMultiple = 8;
  std::string defaultSampler, defaultSchedule;
  int defaultSteps = 25;
  double defaultGuidance = 7.0;
  int64_t parameterBytes = 0;           ///< of the weights as stored
  std::vector<std::string> vocabulary;  ///< words it knows, when it knows only some; empty = any
  [[nodiscard]] bool supports(Task task) const noexcept;
};

[[nodiscard]] OrderedJson toJson(const Capabilities& capabilities);
[[nodiscard]] Capabilities capabilitiesFromJson(const Json& json);

}  // namespace pentimento
