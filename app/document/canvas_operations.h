/// Changing the canvas itself.
#pragma once

#include "app/document/document.h"

namespace pentimento {

/// `canvas` in the coordinates of the present one becomes the canvas: larger (to be painted on, or
/// Expand) or smaller. Layers keep what lies beyond. One step of undo.
/// @throws Error(InvalidInput) for an impossible size
void resizeCanvas(Document& document, const QRect& canvas);

/// Makes everything larger, edits with their masks and candidates too.
/// @throws Error(InvalidInput) when the canvas would become too large
void enlarge(Document& document, int factor);

}  // namespace pentimento
