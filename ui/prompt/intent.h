/// What the one button will do; it follows from what is on the canvas.
#pragma once

#include <QString>
#include <vector>

#include "core/api/capabilities.h"

namespace pentimento {

enum class Intent { Generate, Fill, Refine, Expand, Vary, Interpolate, TextDiff };

/// What decides it.
struct CanvasSituation {
  bool picture = false;          ///< something is painted
  bool mask = false;             ///< something is selected
  bool framePastCanvas = false;  ///< the frame reaches over the edge
  bool prompt = false;           ///< there are words
  bool secondPicture = false;    ///< there is one to interpolate to
  bool baseline = false;         ///< there are words for what is seen now
  double strength = 1;
};

/// Whether the situation has what the intent needs.
[[nodiscard]] bool isPossible(Intent intent, const CanvasSituation& situation);
[[nodiscard]] Task taskFor(Intent intent, const CanvasSituation& situation);

/// The one the artist most likely means, among those that the model can do.
[[nodiscard]] Intent intentFor(const CanvasSituation& situation, const Capabilities& model);

/// All that are possible now with the model, for the menu beside the button.
[[nodiscard]] std::vector<Intent> possibleIntents(const CanvasSituation& situation,
                                                  const Capabilities& model);

[[nodiscard]] QString labelFor(Intent intent);
/// One sentence: what will happen.
[[nodiscard]] QString explanationFor(Intent intent);

}  // namespace pentimento
