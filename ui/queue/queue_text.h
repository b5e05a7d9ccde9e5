/// Jobs and their progress in words.
#pragma once

#include "app/jobs/job.h"

namespace pentimento {

[[nodiscard]] QString titleOf(const Job& job);  ///< the prompt, or what is done
[[nodiscard]] QString stageInWords(const std::string& stage);
[[nodiscard]] QString timeInWords(double seconds);  ///< "12 s", "3 min"
[[nodiscard]] QString describe(const Job& job, const std::optional<Progress>& progress);
/// 0..1 of the whole job.
[[nodiscard]] double shareDone(const Job& job, const Progress& progress);

}  // namespace pentimento
