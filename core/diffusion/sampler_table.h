/// Every sampler and schedule by name, in the spellings of A1111, ComfyUI and InvokeAI.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/diffusion/sampler.h"

namespace pentimento {

using SampleFunction = torch::Tensor (*)(const Denoise&, torch::Tensor x, const Schedule&,
                                         const SamplerContext&);

/// A sampler, its names, and the habits of its published implementation.
struct SamplerInfo {
  std::string_view label;   ///< as A1111 shows it; what recipes carry
  std::string_view comfy;   ///< empty when it has none
  std::string_view invoke;  ///< likewise
  SampleFunction sample = nullptr;
  TimeGrid grid = TimeGrid::Fractional;
  Spacing spacing = Spacing::Linspace;  ///< where the checkpoint states none
  FinalLevel end = FinalLevel::Clean;   ///< likewise
  double eta = 0;                       ///< share of ancestral noise when none is asked for
  bool etaFromRequest = false;          ///< whether the request's eta replaces it
  double smallestAlphaBar = 0x1p-24;    ///< floor for zero-terminal-SNR processes
  int evaluationsPerStep = 1;           ///< of the network
  bool doubledSecondTime = false;       ///< see `startAtStrength`
};

[[nodiscard]] std::span<const SamplerInfo> samplers() noexcept;

struct ScheduleInfo {
  std::string_view label;  ///< as A1111 shows it
  std::string_view comfy;
  ScheduleKind kind;
};
[[nodiscard]] std::span<const ScheduleInfo> schedules() noexcept;

/// A sampler with the schedule that its name may imply ("DPM++ 2M Karras", "dpmpp_2m_k").
struct SamplerChoice {
  const SamplerInfo* sampler = nullptr;  ///< into `samplers()`
  std::optional<ScheduleKind> schedule;
};

/// Letter case, and blanks against underscores, do not matter.
/// @throws Error(InvalidInput) listing the names that are known
[[nodiscard]] SamplerChoice samplerFromName(std::string_view name);
/// @throws as `samplerFromName`
[[nodiscard]] ScheduleKind scheduleFromName(std::string_view name);
[[nodiscard]] std::string_view labelOf(ScheduleKind kind) noexcept;

}  // namespace pentimento
