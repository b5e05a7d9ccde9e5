#include "core/api/capabilities.h"

#include <algorithm>

#include "core/api/request_words.h"

namespace pentimento {

bool Capabilities::supports(Task task) const noexcept {
  return std::ranges::find(tasks, task) != tasks.end();
}

OrderedJson toJson(const Capabilities& c) {
  OrderedJson tasks = OrderedJson::array();
  for (const Task task : c.tasks) tasks.push_back(wordFor(task));
  return {{"architecture", c.architecture},
          {"tasks", tasks},
          {"dedicated_inpainting", c.dedicatedInpainting},
          {"negative_prompt", c.negativePrompt},
          {"clip_prompt_grammar", c.clipPromptGrammar},
          {"loras", c.loras},
          {"ranks_by_clip", c.ranksByClip},
          {"token_limit", c.tokenLimit},
          {"native_size", {c.nativeSize.width, c.nativeSize.height}},
          {"size_multiple", c.sizeMultiple},
          {"default_sampler", c.defaultSampler},
          {"default_schedule", c.defaultSchedule},
          {"default_steps", c.defaultSteps},
          {"default_guidance", c.defaultGuidance},
          {"parameter_bytes", c.parameterBytes},
          {"vocabulary", c.vocabulary}};
}

Capabilities capabilitiesFromJson(const Json& json) try {
  Capabilities c;
  c.architecture = json.at("architecture");
  for (const Json& word : json.at("tasks"))
    c.tasks.push_back(taskFromWord(word.get<std::string>()));
  c.dedicatedInpainting = json.at("dedicated_inpainting");
  c.negativePrompt = json.at("negative_prompt");
  c.clipPromptGrammar = json.at("clip_prompt_grammar");
  c.loras = json.at("loras");
  c.ranksByClip = json.at("ranks_by_clip");
  c.tokenLimit = json.at("token_limit");
  c.nativeSize = {json.at("native_size").at(0), json.at("native_size").at(1)};
  c.sizeMultiple = json.at("size_multiple");
  c.defaultSampler = json.at("default_sampler");
  c.defaultSchedule = json.at("default_schedule");
  c.defaultSteps = json.at("default_steps");
  c.defaultGuidance = json.at("default_guidance");
  c.parameterBytes = json.at("parameter_bytes");
  c.vocabulary = json.at("vocabulary").get<std::vector<std::string>>();
  return c;
} catch (const Json::exception& error) {
  throw Error(ErrorKind::InvalidInput, "a description of capabilities cannot be read: {}",
              error.what());
}

}  // namespace pentimento
