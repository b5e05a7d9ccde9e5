#include "app/document/mask_edits.h"

#include <QCoreApplication>

#include "app/document/plane_pixels.h"

namespace pentimento {

void setMask(Document& document, const Mask& mask, const QString& undoText) {
  DocumentEdit edit(document, undoText);
  edit.state().mask = planeFromMask(mask, {0, 0});
  edit.commit();
}

void clearMask(Document& document) {
  DocumentEdit edit(document, QCoreApplication::translate("Document", "Clear Mask"));
  edit.state().mask = TilePlane(1);
  edit.commit();
}

void combineMask(Document& document, const Mask& selection, MaskCombination how,
                 const QString& undoText) {
  setMask(document, combined(document.mask(), selection, how), undoText);
}

}  // namespace pentimento
