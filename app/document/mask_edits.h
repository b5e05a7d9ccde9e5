/// Operations on the mask, each one step of undo.
#pragma once

#include "app/document/document.h"
#include "core/imaging/mask_operations.h"

namespace pentimento {

/// Replaces the whole mask.
void setMask(Document& document, const Mask& mask, const QString& undoText);
void clearMask(Document& document);
/// Joins a selection of the canvas' extent to the mask.
void combineMask(Document& document, const Mask& selection, MaskCombination how,
                 const QString& undoText);

}  // namespace pentimento
