/// What each family of models consists of and can do.
#pragma once

#include <span>
#include <string_view>

#include "core/api/model_card.h"

namespace pentimento {

struct FamilyTraits {
  ModelFamily family = ModelFamily::Unknown;
  std::string_view title;              ///< for people
  PartKind main;                       ///< the network that makes the family
  std::span<const PartKind> required;  ///< what it needs besides
  int textEncoders = 1;                ///< how many CLIP text encoders
  bool runnable = false;               ///< whether there is a pipeline for it
};

/// nullptr for Unknown.
[[nodiscard]] const FamilyTraits* traitsOf(ModelFamily family) noexcept;

/// Fills `missing`, `capabilities`, `runnable` and the notes of a card whose family, parts and
/// prediction are known.
void completeCard(ModelCard& card);

}  // namespace pentimento
