#include "ui/prompt/sampler_names.h"

namespace pentimento {

const std::vector<NamedChoice>& samplerChoices() {
  static const std::vector<NamedChoice> choices{{"Euler a", "euler_ancestral"},
                                                {"Euler", "euler"},
                                                {"Heun", "heun"},
                                                {"DPM2", "dpm_2"},
                                                {"DPM2 a", "dpm_2_ancestral"},
                                                {"LMS", "lms"},
                                                {"DPM++ 2S a", "dpmpp_2s_ancestral"},
                                                {"DPM++ 2M", "dpmpp_2m"},
                                                {"DPM++ SDE", "dpmpp_sde"},
                                                {"DPM++ 2M SDE", "dpmpp_2m_sde"},
                                                {"DPM++ 3M SDE", "dpmpp_3m_sde"},
                                                {"DDIM", "ddim"},
                                                {"PLMS", "plms"},
                                                {"UniPC", "uni_pc"},
                                                {"LCM", "lcm"},
                                                {"DEIS", "deis"}};
  return choices;
}

const std::vector<NamedChoice>& scheduleChoices() {
  static const std::vector<NamedChoice> choices{
      {"Karras", "karras"}, {"Exponential", "exponential"}, {"SGM Uniform", "sgm_uniform"},
      {"Simple", "simple"}, {"Normal", "normal"},           {"Beta", "beta"}};
  return choices;
}

}  // namespace pentimento
