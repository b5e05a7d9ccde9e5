/// Operations on the mask.
#pragma once

#include "app/document/document.h"
#include "core/imaging/mask_operations.h"

namespace pentimento {

void clearMask(Document& document);  ///< one step of undo
/// Joins a selection of the canvas' extent to the mask. Takes long (see changeLater).
void combineMask(DocumentState& state, const Mask& selection, MaskCombination how);

}  // namespace pentimento
