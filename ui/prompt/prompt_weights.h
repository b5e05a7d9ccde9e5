/// Emphasis changed by a key, in the grammar of core/text/prompt_syntax.h.
#pragma once

#include <QString>

namespace pentimento {

struct TextSelection {
  QString text;
  int start = 0, end = 0;  ///< the same when there is only a cursor
};

/// Raises or lowers the weight of what is selected, or of the word under the cursor, by `step`:
/// "couch" → "(couch:1.1)" → "(couch:1.2)", and back to "couch" at 1. Inside a LoRA tag the tag's
/// weight changes by half of it. What was selected stays selected.
[[nodiscard]] TextSelection withWeightChanged(const TextSelection& selection, double step);

}  // namespace pentimento
