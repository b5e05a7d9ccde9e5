#include "core/diffusion/sampler_table.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/base/error.h"
#include "core/diffusion/samplers.h"

namespace pentimento {
namespace {

// A terminal alpha-bar of 0 is taken as this by samplers that only ever form ratios.
constexpr double kNearlyZero = 1e-12;

constexpr std::array kSamplers{
    SamplerInfo{.label = "Euler a",
                .comfy = "euler_ancestral",
                .invoke = "euler_a",
                .sample = sampleEulerAncestral,
                .eta = 1},
    SamplerInfo{.label = "Euler", .comfy = "euler", .invoke = "euler", .sample = sampleEuler},
    SamplerInfo{.label = "Heun",
                .comfy = "heun",
                .invoke = "heun",
                .sample = sampleHeun,
                .evaluationsPerStep = 2},
    SamplerInfo{.label = "DPM2",
                .comfy = "dpm_2",
                .invoke = "kdpm_2",
                .sample = sampleDpm2,
                .evaluationsPerStep = 2},
    SamplerInfo{.label = "DPM2 a",
                .comfy = "dpm_2_ancestral",
                .invoke = "kdpm_2_a",
                .sample = sampleDpm2Ancestral,
                .eta = 1,
                .evaluationsPerStep = 2},
    SamplerInfo{.label = "LMS", .comfy = "lms", .invoke = "lms", .sample = sampleLms},
    SamplerInfo{.label = "DPM++ 2S a",
                .comfy = "dpmpp_2s_ancestral",
                .invoke = "dpmpp_2s",
                .sample = sampleDpmpp2sAncestral,
                .eta = 1,
                .evaluationsPerStep = 2},
    SamplerInfo{.label = "DPM++ 2M",
                .comfy = "dpmpp_2m",
                .invoke = "dpmpp_2m",
                .sample = sampleDpmpp2m,
                .grid = TimeGrid::WholeOpen},
    SamplerInfo{.label = "DPM++ SDE",
                .comfy = "dpmpp_sde",
                .invoke = "dpmpp_sde",
                .sample = sampleDpmppSde,
                .eta = 1,
                .evaluationsPerStep = 2},
    SamplerInfo{.label = "DPM++ 2M SDE",
                .comfy = "dpmpp_2m_sde",
                .invoke = "dpmpp_2m_sde",
                .sample = sampleDpmpp2mSde,
                .grid = TimeGrid::WholeOpen,
                .eta = 1},
    SamplerInfo{.label = "DPM++ 3M SDE",
                .comfy = "dpmpp_3m_sde",
                .invoke = "dpmpp_3m",
                .sample = sampleDpmpp3mSde,
                .eta = 1},
    SamplerInfo{.label = "DDIM",
                .comfy = "ddim",
                .invoke = "ddim",
                .sample = sampleDdim,
                .grid = TimeGrid::Whole,
                .spacing = Spacing::Leading,
                .etaFromRequest = true,
                .smallestAlphaBar = kNearlyZero},
    SamplerInfo{.label = "PLMS",
                .comfy = "",
                .invoke = "pndm",
                .sample = samplePlms,
                .grid = TimeGrid::Whole,
                .spacing = Spacing::Leading,
                .end = FinalLevel::FirstTraining,
                .smallestAlphaBar = kNearlyZero,
                .doubledSecondTime = true},
    SamplerInfo{.label = "UniPC",
                .comfy = "uni_pc",
                .invoke = "unipc",
                .sample = sampleUnipc,
                .grid = TimeGrid::WholeOpen},
    SamplerInfo{.label = "LCM",
                .comfy = "lcm",
                .invoke = "lcm",
                .sample = sampleLcm,
                .grid = TimeGrid::Consistency,
                .smallestAlphaBar = kNearlyZero},
    SamplerInfo{.label = "DDPM",
                .comfy = "ddpm",
                .invoke = "ddpm",
                .sample = sampleDdpm,
                .grid = TimeGrid::Whole,
                .spacing = Spacing::Leading,
                .eta = 1,
                .smallestAlphaBar = kNearlyZero},
    SamplerInfo{.label = "DEIS",
                .comfy = "deis",
                .invoke = "deis",
                .sample = sampleDeis,
                .grid = TimeGrid::WholeOpen,
                .end = FinalLevel::FirstTraining},
};

constexpr std::array kSchedules{
    ScheduleInfo{"Automatic", "", ScheduleKind::Checkpoint},
    ScheduleInfo{"Uniform", "", ScheduleKind::Checkpoint},
    ScheduleInfo{"Normal", "normal", ScheduleKind::Normal},
    ScheduleInfo{"Karras", "karras", ScheduleKind::Karras},
    ScheduleInfo{"Exponential", "exponential", ScheduleKind::Exponential},
    ScheduleInfo{"Simple", "simple", ScheduleKind::Simple},
    ScheduleInfo{"SGM Uniform", "sgm_uniform", ScheduleKind::SgmUniform},
    ScheduleInfo{"DDIM", "ddim_uniform", ScheduleKind::DdimUniform},
    ScheduleInfo{"Beta", "beta", ScheduleKind::Beta},
};

std::string normalizedName(std::string_view name) {
  std::string key(name);
  for (char& c : key) c = c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<uint8_t>(c)));
  return key;
}

bool matches(std::string_view name, const std::string& key) {
  return !name.empty() && normalizedName(name) == key;
}

const SamplerInfo* findSampler(const std::string& key) {
  const auto* found = std::ranges::find_if(kSamplers, [&](const SamplerInfo& info) {
    return matches(info.label, key) || matches(info.comfy, key) || matches(info.invoke, key);
  });
  return found == kSamplers.end() ? nullptr : found;
}

const ScheduleInfo* findSchedule(const std::string& key) {
  const auto* found = std::ranges::find_if(kSchedules, [&](const ScheduleInfo& info) {
    return matches(info.label, key) || matches(info.comfy, key);
  });
  return found == kSchedules.end() ? nullptr : found;
}

template <typename Infos>
std::string labelsOf(const Infos& infos) {
  std::string list;
  for (const auto& info : infos) list += (list.empty() ? "" : ", ") + std::string(info.label);
  return list;
}

}  // namespace

std::span<const SamplerInfo> samplers() noexcept {
  return kSamplers;
}
std::span<const ScheduleInfo> schedules() noexcept {
  return kSchedules;
}

SamplerChoice samplerFromName(std::string_view name) {
  const std::string key = normalizedName(name);
  if (const SamplerInfo* whole = findSampler(key)) return {whole, std::nullopt};
  // "<sampler>_<schedule>", where InvokeAI shortens Karras to "k".
  for (size_t cut = key.find('_'); cut != std::string::npos; cut = key.find('_', cut + 1)) {
    const std::string tail = key.substr(cut + 1);
    const SamplerInfo* sampler = findSampler(key.substr(0, cut));
    const ScheduleInfo* schedule = findSchedule(tail == "k" ? "karras" : tail);
    if (sampler && schedule) return {sampler, schedule->kind};
  }
  throw Error(ErrorKind::InvalidInput, "there is no sampler \"{}\"; choose one of: {}", name,
              labelsOf(kSamplers));
}

ScheduleKind scheduleFromName(std::string_view name) {
  if (const ScheduleInfo* info = findSchedule(normalizedName(name))) return info->kind;
  throw Error(ErrorKind::InvalidInput, "there is no schedule \"{}\"; choose one of: {}", name,
              labelsOf(kSchedules));
}

std::string_view labelOf(ScheduleKind kind) noexcept {
  return std::ranges::find(kSchedules, kind, &ScheduleInfo::kind)->label;
}

}  // namespace pentimento
