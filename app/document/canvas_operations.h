/// Changing the canvas itself.
#pragma once

#include "app/document/document.h"
#include "core/api/run_context.h"

namespace pentimento {

/// `canvas` in the coordinates of the present one becomes the canvas: larger (to be painted on, or
/// Expand) or smaller. Layers keep what lies beyond. One step of undo.
/// @throws Error(InvalidInput) for an impossible size
void resizeCanvas(Document& document, const QRect& canvas);

/// Makes everything larger, edits with their masks and candidates too. Takes long (see
/// changeLater). @throws Error(InvalidInput) when the canvas would become too large
void enlarge(DocumentState& state, int factor, const RunContext& context);

}  // namespace pentimento
