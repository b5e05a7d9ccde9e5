/// What the panel offers as samplers and schedules; the engine knows the same names.
#pragma once

#include <QString>
#include <vector>

namespace pentimento {

struct NamedChoice {
  QString label;  ///< for people, as AUTOMATIC1111's web interface spells it
  QString name;   ///< in requests
};

[[nodiscard]] const std::vector<NamedChoice>& samplerChoices();
[[nodiscard]] const std::vector<NamedChoice>& scheduleChoices();

}  // namespace pentimento
