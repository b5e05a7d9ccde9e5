/// Changes of a state as one step of undo of a document, at once.
#pragma once

#include "app/document/layer_operations.h"
#include "app/document/plane_pixels.h"

namespace pentimento {

inline std::unique_ptr<Document> documentOf(const Image& image, const QString& name) {
  return std::make_unique<Document>(stateFromImage(image, name));
}

inline LayerId addImageLayer(Document& document, const Image& image, const QString& name,
                             QPoint at = {}) {
  DocumentEdit edit(document, "Add Layer");
  const LayerId id = insertImageLayer(edit.state(), image, name, at);
  edit.commit();
  return id;
}

inline void mergeDown(Document& document, LayerId id) {
  DocumentEdit edit(document, "Merge Down");
  if (mergeDown(edit.state(), id)) edit.commit();
}

inline void setMask(Document& document, const Mask& mask, const QString& undoText) {
  DocumentEdit edit(document, undoText);
  edit.state().mask = planeFromMask(mask, {0, 0});
  edit.commit();
}

}  // namespace pentimento
