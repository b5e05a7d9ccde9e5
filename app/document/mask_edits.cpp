#include "app/document/mask_edits.h"

#include <QCoreApplication>

#include "app/document/plane_pixels.h"

namespace pentimento {

void clearMask(Document& document) {
  DocumentEdit edit(document, QCoreApplication::translate("Document", "Clear Mask"));
  edit.state().mask = TilePlane(1);
  edit.commit();
}

void combineMask(DocumentState& state, const Mask& selection, MaskCombination how) {
  const Mask before = readMask(state.mask, state.canvas());
  state.mask = planeFromMask(combined(before, selection, how), {0, 0});
}

}  // namespace pentimento
